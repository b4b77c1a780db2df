/** What is wrong with a draft, and where: `${field} ${reason}` is a sentence. */
export interface Issue {
  /** Path of the field, such as "total" or "hours.1"; "type" where the draft's type is at fault. */
  field: string;
  reason: string;
  /** The value at fault, shortened. */
  value: string | null;
}
