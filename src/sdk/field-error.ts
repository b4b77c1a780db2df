/** A value that cannot be understood: in `map` the record is rejected with this reason, in `parse` the settings are. */
export class FieldError extends Error {
  override name = 'FieldError';
  constructor(
    readonly field: string,
    readonly reason: string,
    readonly value?: string,
  ) {
    super(`${field} ${reason}`);
  }
}
