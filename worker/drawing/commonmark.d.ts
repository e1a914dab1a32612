/** Reference parser of CommonMark, as far as drawings and tests use it. */
declare module 'commonmark' {
  export class Parser {
    parse(markdown: string): import('./markdown.ts').MarkdownNode;
  }
  export class HtmlRenderer {
    constructor(options?: { readonly softbreak?: string });
    render(document: unknown): string;
  }
}
