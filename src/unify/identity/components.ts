export interface Member {
  id: string;
  /** Order of founding. */
  seq: number;
}

export interface Tie {
  identityId: string;
  kind: string;
  value: string;
}

export const tieName = ({ kind, value }: Pick<Tie, 'kind' | 'value'>) => `${kind}:${value}`;

/**
 * Who is one person: identities that share an identifier, directly or through others. Returns each identity's customer,
 * the id of the first founded among them. A function of sets alone, so the order and the batches of arrival do not matter.
 */
export function components(members: readonly Member[], ties: readonly Tie[]): Map<string, string> {
  const parent = new Map(members.map(({ id }) => [id, id]));
  const seq = new Map(members.map((member) => [member.id, member.seq]));
  const root = (id: string): string => {
    let top = id;
    while (parent.get(top) !== top) top = parent.get(top)!;
    for (let at = id; at !== top;) {
      const next = parent.get(at)!;
      parent.set(at, top);
      at = next;
    }
    return top;
  };
  const firstHolder = new Map<string, string>();
  for (const tie of ties) {
    if (!parent.has(tie.identityId)) continue;
    const holder = firstHolder.get(tieName(tie));
    if (holder === undefined) {
      firstHolder.set(tieName(tie), tie.identityId);
      continue;
    }
    const [a, b] = [root(holder), root(tie.identityId)];
    // The older one stays the root, so the root is the founder.
    if (a !== b) parent.set(...((seq.get(a)! < seq.get(b)! ? [b, a] : [a, b]) as [string, string]));
  }
  return new Map(members.map(({ id }) => [id, root(id)]));
}
