// Reads the portal in Firefox, leaves it in every way and presses Back; writes what was seen as JSON:
//   node leaving_in_firefox.mjs FIREFOX PORTAL NEUTRAL
// What should have been seen is said in test_exit_in_firefox.py. Playwright cannot drive the
// Firefox of a Linux distribution; puppeteer can, over WebDriver BiDi.
import puppeteer from "puppeteer-core";

const [firefox, portal, neutral] = process.argv.slice(2);
const READ = ["/", "/fa-hjalp/", "/omraden/"].map((path) => portal + path);
const BACKS = 5;
const PATIENCE = 5_000; // milliseconds
const PAINTING_TAKES = 200;
const NOWHERE = "nowhere"; // at the beginning of a tab's history

const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const WAYS = {
  "by mouse": (page) => page.click("a.exit"),
  "by shift": (page) => press(page, "ShiftLeft", "ShiftRight", "ShiftLeft"),
  "by skip link": (page) => press(page, "Tab", "Tab", "Enter"),
};

const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });
const neutralIs = (state) => fetch(neutral.replace("localhost", "127.0.0.1") + state, { method: "POST" });
const look = async (page) => ({
  address: page.url(),
  picture: await page.screenshot({ encoding: "base64" }),
});

const readThree = async (browser) => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  for (const address of READ) await page.goto(address);
  return page;
};

const back = async (page) => {
  try {
    return await page.goBack();
  } catch (error) {
    if (error.message.includes("no such history entry")) return NOWHERE;
    throw error;
  }
};

// Make a move that leads to the neutral site: what the tab shows before the site answers, and where it ends.
const watch = async (page, move) => {
  await neutralIs("slow");
  const asked = neutralIs("asked");
  const moved = move(page);
  await Promise.race([asked, moved.then((went) => went === NOWHERE || asked)]);
  await pause(PAINTING_TAKES);
  const meanwhile = await look(page);
  await neutralIs("open");
  await moved;
  const end = Date.now() + PATIENCE;
  while (page.url() !== neutral && Date.now() < end) await pause(20);
  return { meanwhile, end: page.url() };
};

const leaveAndGoBack = async (page, leave) => {
  const moves = [await watch(page, leave)];
  while (moves.length <= BACKS && moves.at(-1).end === neutral) moves.push(await watch(page, back));
  return moves;
};

// A new visit in a tab that has been left.
const comeAgain = async (page) => {
  for (const address of READ.slice(1)) await page.goto(address);
  const marks = await page.evaluate(() => Object.keys(sessionStorage));
  await page.goBack();
  return { marks, ...await look(page) };
};

const goBackWithoutLeaving = async (page) => {
  const seen = [];
  while (await back(page) !== NOWHERE) seen.push(await look(page));
  return seen;
};

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: firefox,
  headless: true,
  protocolTimeout: 2 * PATIENCE, // nothing here waits for ever
});
try {
  const seen = { left: {}, stayed: await goBackWithoutLeaving(await readThree(browser)) };
  for (const [name, leave] of Object.entries(WAYS)) {
    const page = await readThree(browser);
    seen.left[name] = await leaveAndGoBack(page, leave);
    seen.again ??= await comeAgain(page);
  }
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
