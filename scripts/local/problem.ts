/** Failures of the file system that a person can do something about. */
const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a file system that can only be read',
  ENOSPC: 'no space is left there',
  EDQUOT: 'no space is left there for this user',
  ENOTDIR: 'a file stands there, where a folder is needed',
  EEXIST: 'a file stands there, where a folder is needed',
  EISDIR: 'a folder stands there, where a file is needed',
  ENOENT: 'no folder can be made there',
  ENAMETOOLONG: 'the path is too long',
};

/** Tells a person what is wrong, where, and what to do next. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return 'The local run broke.';
  const { code, path } = fileFailure(error);
  const why = FILE_PROBLEMS[code];
  if (why === undefined || path === '') return error.message;
  return `Earshot cannot keep its state at ${path.replace(/(.)[/\\]$/, '$1')}: ${why} (${code}).\nChoose another folder: npm start -- --state <path>`;
}

function fileFailure(error: Error): { readonly code: string; readonly path: string } {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, path: 'path' in error && typeof error.path === 'string' ? error.path : '' };
}
