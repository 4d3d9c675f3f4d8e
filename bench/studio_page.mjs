// Measures the studio's page; started by studio-page.sh.
import {spawn} from 'node:child_process';
import {createRequire} from 'node:module';
import {cpus, loadavg} from 'node:os';
import {createInterface} from 'node:readline';

const {chromium} = createRequire(new URL('../studio/package.json', import.meta.url))('playwright-core');
const words = process.argv.slice(2);
const option = (name, usual) => (words.includes(name) ? words[words.indexOf(name) + 1] : usual);
const rounds = Number(option('--rounds', 5));
const executablePath = await command(process.env.CHROMIUM ?? 'chromium');

/** Where a command is. */
function command(name) {
  return new Promise((found, missing) => {
    const child = spawn('sh', ['-c', 'command -v "$0"', name], {stdio: ['ignore', 'pipe', 'inherit']});
    let text = '';
    child.stdout.on('data', part => (text += part));
    child.on('close', code => (code === 0 ? found(text.trim()) : missing(new Error(`there is no ${name} here`))));
  });
}

/** Starts the studio; its first line is its address. */
async function start() {
  const child = spawn(process.env.INKWASH, ['studio', '--runs', option('--runs'), '--port', '0'],
    {stdio: ['ignore', 'pipe', 'inherit'], detached: true});
  for await (const line of createInterface({input: child.stdout})) {
    return {child, address: line.trim()};
  }
  throw new Error('the studio did not start');
}

/** Frames a second, over so many of them. */
const rate = seconds => new Promise(done => {
  let frames = 0;
  const begun = performance.now();
  const count = now => (now - begun < 1000 * seconds ? (frames++, requestAnimationFrame(count)) : done(frames / ((now - begun) / 1000)));
  requestAnimationFrame(count);
});

async function measured(address) {
  const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
  try {
    const page = await browser.newPage({viewport: {width: 1280, height: 900}, locale: 'en-US'});
    await page.goto('about:blank');
    const idle = await page.evaluate(rate, 2);
    await page.goto(address);
    const play = page.getByRole('button', {name: 'Play', exact: true});
    await play.waitFor({timeout: 120_000}); // the film has been computed and shown once
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
    const weight = await page.evaluate(() => performance.getEntriesByType('resource')
      .filter(entry => !entry.name.includes('/api/')).reduce((sum, entry) => sum + entry.encodedBodySize, 0)
      + performance.getEntriesByType('navigation')[0].encodedBodySize);
    await play.click();
    const moving = await page.evaluate(rate, 2);
    return {version: browser.version(), paint, weight, idle, moving};
  } finally {
    await browser.close();
  }
}

const middle = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
function line(what, values, unit, digits = 0) {
  const shown = value => value.toFixed(digits);
  console.log(`${what}: median ${shown(middle(values))} ${unit}, from ${shown(Math.min(...values))} to ${shown(Math.max(...values))}`);
}
function verdict(holds, what) {
  console.log(`${holds ? 'PASS ' : 'FAIL '} ${what}`);
  process.exitCode = holds ? process.exitCode : 1;
}

const machine = () => console.log(`${cpus().length} processors, ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`);
machine();
const {child, address} = await start();
try {
  await measured(address); // the server compiles what it runs
  const all = [];
  for (let k = 0; k < rounds; k++) {
    all.push(await measured(address));
  }
  console.log(`Chromium ${all[0].version} without a window, Node.js ${process.version}, ${rounds} rounds after one to warm up`);
  line('first contentful paint', all.map(one => one.paint), 'ms');
  line('weight of the page as Learn needs it', all.map(one => one.weight / 1000), 'KB');
  line('frames a second, 2,000 particles with field and trails', all.map(one => one.moving), '', 1);
  line('frames a second, an empty page', all.map(one => one.idle), '', 1);
  machine();
  verdict(middle(all.map(one => one.paint)) < 1000, 'first paint under a second');
  verdict(Math.max(...all.map(one => one.weight)) < 300_000, 'less than 300 KB');
  verdict(middle(all.map(one => one.moving)) > 55, '60 frames a second, to within what the clock of the screen varies');
} finally {
  process.kill(-child.pid, 'SIGTERM');
}
