/**
 * A path of this server to go on to, or its first page: no link may lead elsewhere by way of a sign-in. Two slashes name another host, also
 * where `.` and `..` before them are left out; a browser takes a backslash for a slash and drops tabs and line ends.
 */
export function ownPath(next: string | null | undefined): string {
  const [path = ''] = (next ?? '').split(/[?#]/, 1)
  return next && path.startsWith('/') && !path.includes('//') && !/[\s\\\p{Cc}]/u.test(next) ? next : '/'
}
