import { type DeclaredStream, holdsPersonalData, type Stream } from '../sdk/index.ts';

/** What a stream says of itself, with what it leaves out. */
export interface StreamDescription {
  name: string;
  entities: readonly string[];
  firstParty: boolean;
  personalData: boolean;
  scopes: readonly string[];
}

export const descriptionsOf = (streams: Record<string, Stream | DeclaredStream>): StreamDescription[] =>
  Object.entries(streams).map(([name, stream]) => ({
    name,
    entities: stream.entities,
    firstParty: stream.firstParty ?? true,
    personalData: holdsPersonalData(stream),
    scopes: stream.scopes ?? [],
  }));
