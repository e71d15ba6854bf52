import { spawn } from 'node:child_process'
import { busbarError, errorMessage } from '../../kernel/error.ts'

/**
 * Installs one package with its libraries into a folder that has a package.json, and runs no script of any of them.
 * @param request.spec a name, with a version or not, or the absolute path of a folder or a packed file
 * @throws `plugin-install-failed` with what npm said
 */
export async function npmInstall(request: {
  readonly spec: string
  readonly folder: string
}): Promise<void> {
  const { spec, folder } = request
  const args = [
    ...['install', spec, '--prefix', folder, '--save-exact', '--omit=dev'],
    // A folder is packed and copied, not linked; of the core there is one instance, which is here already.
    ...['--install-links', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'],
  ]
  const { code, output } = await run(args, folder)
  if (code !== 0)
    throw busbarError('plugin-install-failed', { detail: `npm said:\n${output.trim()}` })
}

function run(args: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn('npm', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', (error) => resolve({ code: 1, output: errorMessage(error) }))
    child.once('close', (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(output).toString() }),
    )
  })
}
