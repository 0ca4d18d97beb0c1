// npm run gallery                draws every picture of the gallery and a contact sheet of them to look at
// npm run gallery -- --approve   the same, and keeps them as the approved pictures
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const approve = process.argv.includes('--approve');
const out = join(tmpdir(), 'langflix-gallery');
const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/gallery', '--reporter=dot'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, LANGFLIX_GALLERY: approve ? 'approve' : 'sheet', LANGFLIX_GALLERY_OUT: out },
});
if (status === 0) {
  console.log(approve ? 'Approved pictures are in test/gallery/approved.' : 'Nothing was approved.');
  console.log(`Contact sheets: ${join(out, 'gallery-*.png')}`);
}
process.exitCode = status ?? 1;
