/**
 * For the `catch` of a look at a file that need not be there: what it answers then. Every other error goes on.
 * @param codes of errno(3) that mean "not there"
 */
export function ifAbsent<T>(instead: T, codes: readonly string[] = ['ENOENT']): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (codes.includes(error.code ?? '')) return instead;
    throw error;
  };
}
