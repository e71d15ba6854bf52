import MarkdownIt from 'markdown-it'

/** HTML is told as it is written and not made, links that run something are none, and nothing is fetched. */
const markdown = new MarkdownIt({ html: false, linkify: false }).disable('image')

/** Markdown as HTML that is safe to show, whoever wrote it. */
export const rendered = (text: string): string => markdown.render(text)
