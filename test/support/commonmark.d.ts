/** Reference parser of CommonMark, as far as the tests use it. */
declare module 'commonmark' {
  export class Parser {
    parse(markdown: string): unknown;
  }
  export class HtmlRenderer {
    constructor(options?: { readonly softbreak?: string });
    render(document: unknown): string;
  }
}
