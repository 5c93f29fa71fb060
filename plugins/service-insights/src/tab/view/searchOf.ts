/** The parameters as they stand in a URL, with the commas of lists readable. */
export function searchOf(params: URLSearchParams): string {
  return params.toString().replace(/%2C/g, ',');
}
