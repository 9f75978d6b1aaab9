/** What a text that is taken for markup makes in the page, so that a test finds it. */
export const markName = 'data-injected'
/** The function of the page that scripts in texts call. */
export const scriptCall = 'injectedScriptRan()'

/** Texts that become markup, or run a script, where a page does not take them for text. Patterns of OWASP's XSS filter evasion cheat sheet. */
export const scriptTexts = [
  `<img src=x: onerror="${scriptCall}" ${markName}>`,
  `"'><svg ${markName} onload=${scriptCall}>`,
  `</script></title></textarea><script ${markName}>${scriptCall}</script>`,
  `<a ${markName} href="java&#9;script:${scriptCall}">here</a>`,
  `[here](javascript:${scriptCall}) ![x](x: "onerror=${scriptCall}")`,
  `javascript:${scriptCall}`,
  `<iframe ${markName} srcdoc="<script>parent.${scriptCall}</script>"></iframe>`,
  `<style ${markName}>@import "https://evil.example/x.css"</style>`,
  `<math><mtext><table><mglyph><style><!--</style><img ${markName} src=x: onerror=${scriptCall}>`,
  `\${${scriptCall}} #{${scriptCall}} <%= ${scriptCall} %>`,
] as const

/** For fields that take few characters. */
export const shortScriptText = scriptTexts[0]
/** All of them. */
export const longScriptText = scriptTexts.join('\n')
