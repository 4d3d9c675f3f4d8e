// The playground: particles to a finished picture, time by keyboard, chapters, languages.
import {check, number, pictures, running, until} from './person.mjs';

/** Fills in the figures: weight in bytes, first paint in milliseconds, frames a second. */
export async function learn(page, figures) {
  await page.goto(running.address);
  const note = page.locator('.plane figcaption span').nth(1);
  const distance = await until('particles end on the data', async () => number(await note.textContent()) || 0);
  check(distance < 0.15, `exact particles end near the data, at distance ${distance}`);
  figures.weight = await page.evaluate(() => performance.getEntriesByType('resource')
    .filter(entry => !entry.name.includes('/api/')).reduce((sum, entry) => sum + entry.encodedBodySize, 0)
    + performance.getEntriesByType('navigation')[0].encodedBodySize);
  figures.paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
  check(figures.weight < 300_000, `the page weighs ${figures.weight} bytes, less than 300 KB`);
  await until('the film has been shown', () => page.getByRole('button', {name: 'Play', exact: true}).count());
  await page.getByRole('button', {name: 'Play', exact: true}).click();
  figures.rate = await page.evaluate(() => new Promise(done => {
    let frames = 0;
    const begun = performance.now();
    const count = now => (now - begun < 2000 ? (frames++, requestAnimationFrame(count)) : done(frames / ((now - begun) / 1000)));
    requestAnimationFrame(count);
  }));
  const time = page.getByLabel('Time, from noise to data');
  await time.focus();
  await time.press('Home');
  await until('the slider goes back to noise', async () => (await page.getByText(/^t 1\b/).count()) > 0);
  await page.screenshot({path: `${pictures}/learn.png`});
  await page.goto(`${running.address}#/learn/guidance`);
  await until('another chapter', async () => (await page.locator('h2').textContent()) === 'Guidance');
  await page.getByRole('button', {name: '中文'}).click();
  await until('the page in Chinese', async () => (await page.locator('h2').textContent()) === '引导');
  await page.getByRole('button', {name: 'English'}).click();
}
