/**
 * The connector as it is but for its pages, which hold fewer records so that instants do not fit on one, and for its lag:
 * what a test has just done counts as settled.
 */
export function withSmallPages(connector, max) {
  const lessOf = (listing) => ({
    ...listing,
    ...('size' in listing.paging ? { paging: { ...listing.paging, size: { ...listing.paging.size, max } } } : {}),
    ...(typeof listing.cursor === 'object' ? { cursor: { ...listing.cursor, lagSeconds: 0 } } : {}),
  });
  const streams = (config) =>
    Object.fromEntries(
      Object.entries(connector.streams(config)).map(([name, stream]) => [
        name,
        stream.parent ? { ...stream, parent: lessOf(stream.parent) } : lessOf(stream),
      ]),
    );
  return { ...connector, streams };
}
