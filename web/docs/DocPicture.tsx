import { useTheme } from '../ui/useTheme.ts'
import { pictureAddress } from './docPages.ts'

/** A picture of a screen, in the theme that is in use. A comment shows nothing, and other HTML is the text that it is. */
export function DocPicture({ html }: { html: string }) {
  const { theme } = useTheme()
  const [, alt = '', name = ''] =
    /<img alt="([^"]*)" src="[./]*pictures\/([\w-]+)-light\.webp">/.exec(html) ?? []
  const address = pictureAddress(name, theme)
  if (address === undefined) return html.startsWith('<!--') ? null : html
  return (
    <figure>
      <img alt={alt} src={address} loading="lazy" className="w-full rounded-md border border-line-1" />
    </figure>
  )
}
