import type { Json, Payload } from '../sdk/index.ts';
import type { Settings } from './open-source.ts';
import type { SourceKey } from './source.ts';

/** What is to be asked: a source, or settings that nobody has kept yet. */
export type Subject = SourceKey | { connector: string; settings: Settings };

/** A record of a preview: as the vendor gave it, and what would become of it. */
export interface PreviewedRecord {
  key: string;
  position: string | null;
  payload: Payload;
  /** What it is mapped to; nothing where it is rejected. */
  drafts: { type: string; data: unknown }[];
  /** Why it cannot be taken. */
  rejects: { field: string; reason: string; value: string | null }[];
}

export interface Connected extends SourceKey {
  /** What the connector says it is connected to. */
  account: string;
}

/**
 * Where sources are connected, changed and looked at. What goes wrong as may be expected is a ClientelaError: BAD_INPUT with
 * the field "settings.<name>", "connector" or "stream", SOURCE_AUTH and its like, NOT_FOUND, SOURCE_NAME_TAKEN.
 */
export interface SourceDesk {
  /** Whether the vendor answers with these settings, and what it says we are connected to. */
  check(subject: Subject): Promise<{ account: string }>;
  /** The first records of a stream beside what they are mapped to; nothing is written. */
  preview(subject: Subject, stream: string, limit: number): Promise<PreviewedRecord[]>;
  /**
   * Makes a source, or changes that of the same name, once its check has succeeded. Settings that are not named stay as they
   * are, secrets above all, which nobody can read; null takes one away.
   */
  connect(source: { workspaceId: string; connector: string; name: string; settings: Settings }): Promise<Connected>;
  /** Changes settings of a source in the same way. */
  update(source: SourceKey, settings: Settings): Promise<Connected>;
  /** The settings that may be read, and the names of the secrets that are set. */
  settings(source: SourceKey): Promise<{ settings: Record<string, Json>; secretsSet: string[] }>;
  /** Removes a source with all that came of it. */
  remove(source: SourceKey): Promise<void>;
}
