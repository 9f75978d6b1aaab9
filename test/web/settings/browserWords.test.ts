import { describe, expect, it } from 'vitest'
import { browserWords } from '../../../web/settings/browserWords.ts'

const mozilla = 'Mozilla/5.0'
const like = 'AppleWebKit/537.36 (KHTML, like Gecko)'

describe('the browser of a session', () => {
  it.each([
    [`${mozilla} (X11; Linux x86_64) ${like} Chrome/150.0.0.0 Safari/537.36`, 'Chrome 150 on Linux'],
    [`${mozilla} (X11; Linux x86_64) ${like} HeadlessChrome/150.0.0.0 Safari/537.36`, 'Chrome 150 on Linux'],
    [
      `${mozilla} (Windows NT 10.0; Win64; x64) ${like} Chrome/149.0.0.0 Safari/537.36 Edg/149.0.0.0`,
      'Edge 149 on Windows',
    ],
    [
      `${mozilla} (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0`,
      'Firefox 145 on macOS',
    ],
    [
      `${mozilla} (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1`,
      'Safari 19 on iOS',
    ],
    [
      `${mozilla} (Linux; Android 16; K) ${like} Chrome/150.0.0.0 Mobile Safari/537.36`,
      'Chrome 150 on Android',
    ],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['', 'It does not say'],
  ])('of “%s” is told as %s', (agent, words) => {
    expect(browserWords(agent)).toBe(words)
  })
})
