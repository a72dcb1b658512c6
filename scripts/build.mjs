// Builds dist/: the server, the operator's commands, the embedded store's process, the browser's scripts and the assets.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceStamp } from './stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, `dist.${process.pid}.tmp`);
rmSync(out, { recursive: true, force: true });
// A build that fails leaves nothing behind.
process.on('exit', () => rmSync(out, { recursive: true, force: true }));
mkdirSync(join(out, 'assets'), { recursive: true });

const entry = name => join(root, name);
const present = entries => Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)));

await build({
  entryPoints: present({
    server: entry('src/server.ts'),
    cli: entry('src/cli/main.ts'),
    'embedded-store': entry('src/embedded-store/main.ts'),
  }),
  outdir: out,
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
});

const browserFolder = entry('src/browser');
const browserEntries = existsSync(browserFolder)
  ? readdirSync(browserFolder).filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  : [];
if (browserEntries.length > 0) {
  await build({
    entryPoints: browserEntries.map(name => join(browserFolder, name)),
    outdir: join(out, 'assets'),
    bundle: true,
    format: 'esm',
    target: ['es2022'],
    minify: true,
    sourcemap: true,
    logLevel: 'warning',
  });
}

const assets = entry('src/assets');
const stylesheets = ['tirek.css', 'practice-lms.css']
  .map(name => join(assets, name))
  .filter(file => existsSync(file));
if (stylesheets.length > 0) {
  await build({
    entryPoints: stylesheets,
    outdir: join(out, 'assets'),
    bundle: true,
    minify: true,
    external: ['*.woff2'],
    logLevel: 'warning',
  });
}
for (const name of existsSync(assets) ? readdirSync(assets) : []) {
  if (!name.endsWith('.css')) cpSync(join(assets, name), join(out, 'assets', name), { recursive: true });
}
const fonts = entry('node_modules/@fontsource-variable/inter');
for (const subset of ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext']) {
  const name = `inter-${subset}-wght-normal.woff2`;
  cpSync(join(fonts, 'files', name), join(out, 'assets', name));
}
cpSync(join(fonts, 'LICENSE'), join(out, 'assets', 'inter-OFL.txt'));

// One version for all assets: their addresses change together, so browsers may keep them for ever.
const hash = createHash('sha256');
for (const name of readdirSync(join(out, 'assets')).sort()) {
  if (/\.(js|css|svg)$/.test(name)) hash.update(name).update(readFileSync(join(out, 'assets', name)));
}
writeFileSync(
  join(out, 'build.json'),
  JSON.stringify({ assets: hash.digest('hex').slice(0, 12), stamp: sourceStamp(root) }),
);

// The old build makes way in one step, and another build that finishes at the same moment is no error.
for (let tries = 0; ; tries += 1) {
  const old = join(root, `dist.${process.pid}.${tries}.old.tmp`);
  try {
    if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
    renameSync(out, join(root, 'dist'));
    rmSync(old, { recursive: true, force: true });
    break;
  } catch (error) {
    rmSync(old, { recursive: true, force: true });
    if (tries === 5) throw error;
  }
}
