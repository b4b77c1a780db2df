let decimals: ReadonlyMap<string, number> | undefined;

/** How many decimals amounts have, by ISO 4217 code: 2 for EUR, 0 for JPY, 3 for KWD. */
export function currencyDecimals(): ReadonlyMap<string, number> {
  // Made when first asked for: a formatter for each currency takes its time.
  decimals ??= new Map(
    Intl.supportedValuesOf('currency').map((currency) => {
      const format = new Intl.NumberFormat('en', { style: 'currency', currency });
      return [currency, format.resolvedOptions().maximumFractionDigits!];
    }),
  );
  return decimals;
}
