import { hold } from '../check.ts';
import { ofStreams, type Rule } from '../rule.ts';

const saysWhatItIs = ofStreams(30, 'every stream says what it needs and what it holds', (subject, place) => {
  const { connector } = subject;
  const stream = subject.streams()[place.stream]!;
  hold(connector.docs !== undefined, '"docs" is left out: name the page that says scopes, limits and blind spots');
  hold(stream.entities.length > 0, '"entities" is empty: name what its records become');
  const open = connector.http?.(subject.config).auth.kind ?? 'none';
  const scopes = stream.scopes ?? [];
  hold(
    open === 'none' || scopes.length > 0,
    '"scopes" is left out: name what the credentials must be allowed, in the vendor\'s words',
  );
});

export const documentationRules: readonly Rule[] = [saysWhatItIs];
