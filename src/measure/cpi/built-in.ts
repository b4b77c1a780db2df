import { logisticsCpis } from './built-in/logistics.ts';
import { salesCpis } from './built-in/sales.ts';
import { serviceCpis } from './built-in/service.ts';
import { shoppingCpis } from './built-in/shopping.ts';
import type { CpiDefinition } from './definition.ts';

/** The CPIs that every workspace has; what they look for may be missing from its data. */
export const builtInCpis: readonly CpiDefinition[] = [...serviceCpis, ...logisticsCpis, ...salesCpis, ...shoppingCpis];
