/** A fraction, kept exact: frame rates such as 24000/1001 have no finite decimal form. */
export interface Rational {
  num: number;
  den: number;
}
