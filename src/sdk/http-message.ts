import type { Json } from './record.ts';

export interface HttpRequest {
  /** GET where left out. */
  method?: 'GET' | 'POST';
  /** Appended to the base URL: "/orders". */
  path: string;
  query?: Record<string, string | number | boolean>;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: Json;
}

export interface HttpResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Json;
}
