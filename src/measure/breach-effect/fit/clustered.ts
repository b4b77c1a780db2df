/**
 * The standard error of a sum of influences of which those of one cluster (numbered from 0) go together: the root of the sum
 * of the squared sums of the clusters, by G / (G - 1) for G clusters (Liang and Zeger 1986; Cameron and Miller 2015).
 */
export function clusteredError(influences: Float64Array, clusters: Int32Array): number {
  let most = -1;
  for (const cluster of clusters) if (cluster > most) most = cluster;
  const sums = new Float64Array(most + 1);
  const seen = new Uint8Array(most + 1);
  let count = 0;
  for (let row = 0; row < influences.length; row++) {
    const cluster = clusters[row]!;
    if (seen[cluster] === 0) count += seen[cluster] = 1;
    sums[cluster] = sums[cluster]! + influences[row]!;
  }
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  return Math.sqrt((squares * count) / (count - 1));
}
