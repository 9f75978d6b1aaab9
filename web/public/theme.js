// Runs before first paint, as a file of its own because the content security policy forbids inline scripts.
;(() => {
  const key = 'pavane.theme'
  let theme = null
  try {
    theme = localStorage.getItem(key)
  } catch {
    theme = null // Storage is blocked: the system's own scheme applies.
  }
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
})()
