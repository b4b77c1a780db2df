import type { Connector } from '../../src/sdk/index.ts';

/** The connector as it is but for its pages, which hold at most `max` records, and for its lag, which is none. */
export declare function withSmallPages<Config>(connector: Connector<Config>, max: number): Connector<Config>;
