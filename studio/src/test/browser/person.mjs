// What every script that drives the page needs: the server's process, waiting, checks.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync} from 'node:fs';
import {createInterface} from 'node:readline';

const {server, browser: executablePath, pictures} = JSON.parse(process.argv[2]);
mkdirSync(pictures, {recursive: true});

/** The browser's command, and the folder for screenshots. */
export {executablePath, pictures};

/** The server: its process, and the page's address. */
export let running;

export function check(holds, what) {
  if (!holds) {
    throw new Error(`not so: ${what}`);
  }
}

export async function start() {
  const child = spawn(server[0], server.slice(1), {stdio: ['ignore', 'pipe', 'inherit']});
  const [line] = await once(createInterface({input: child.stdout}), 'line');
  running = {child, address: line.trim()};
}

export async function kill() {
  running.child.kill('SIGKILL');
  await once(running.child, 'exit');
}

export async function until(what, look, seconds = 90) {
  const end = Date.now() + 1000 * seconds;
  while (Date.now() < end) {
    const found = await look();
    if (found) {
      console.log(`${(performance.now() / 1000).toFixed(1)} s: ${what}`);
      return found;
    }
    await new Promise(resume => setTimeout(resume, 150));
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}

/** The first number of a text. */
export const number = text => Number(/-?[\d.]+(?:e-?\d+)?/.exec(text ?? '')?.[0] ?? NaN);

/**
 * Opens a browser's page and does the parts in it, each by its name; ends the server at last.
 * Faults of the page, and what its policy refuses, are faults of the run.
 */
export async function visit(launch, parts, seconds) {
  const late = setTimeout(() => {
    console.error(`not done after ${seconds} s`);
    running?.child.kill('SIGKILL');
    process.exit(1);
  }, 1000 * seconds);
  late.unref();
  let browser;
  let page;
  await start();
  try {
    browser = await launch();
    page = await browser.newPage({viewport: {width: 1280, height: 900}, locale: 'en-US'});
    page.setDefaultTimeout(30_000);
    const faults = [];
    page.on('pageerror', error => faults.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error' && /Content[- ]Security[- ]Policy/.test(message.text())) {
        faults.push(message.text());
      }
    });
    for (const [name, part] of Object.entries(parts)) {
      await part(page);
      console.log(`${name}: done`);
    }
    check(!faults.length, `no errors on the page: ${faults}`);
  } catch (e) {
    await page?.screenshot({path: `${pictures}/failed.png`, fullPage: true}).catch(() => {});
    throw e;
  } finally {
    await browser?.close();
    await kill();
  }
}

/** No tab is wider than a small window. */
export async function narrow(page) {
  await page.setViewportSize({width: 390, height: 844});
  for (const tab of ['learn', 'draw', 'repair', 'runs']) {
    await page.goto(`${running.address}#/${tab}`);
    await page.waitForTimeout(400);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(wider <= 0, `${tab} fits 390 pixels, but for ${wider}`);
  }
}
