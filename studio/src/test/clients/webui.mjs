// A client of AUTOMATIC1111's web UI, unchanged, pointed at a running studio:
//   node webui.mjs http://127.0.0.1:7860      with the npm package node-sd-webui where Node finds it
import assert from "node:assert";
import { createRequire } from "node:module";

const sdwebui = createRequire(import.meta.url)("node-sd-webui").default;
const client = sdwebui({ apiUrl: process.argv[2] });

const png = (image) => assert.equal(Buffer.from(image, "base64").subarray(1, 4).toString(), "PNG");
const seven = {
  prompt: "a seven",
  negativePrompt: "blurry",
  samplingMethod: "DPM++ 2M",
  steps: 4,
  seed: 5,
  cfgScale: 2,
  batchSize: 2,
  width: 512,
  height: 512,
};

const drawn = await client.txt2img(seven);
assert.equal(drawn.images.length, 2);
drawn.images.forEach(png);
assert.deepEqual(JSON.parse(drawn.info).all_seeds, [5, 6]);

const again = await client.txt2img({ ...seven, seed: 6, batchSize: 1 });
assert.equal(again.images[0], drawn.images[1], "image k has the seed plus k");

const varied = await client.img2img({ ...seven, imageData: [drawn.images[0]], batchSize: 1 });
assert.equal(varied.images.length, 1);
png(varied.images[0]);

await assert.rejects(client.txt2img({ ...seven, prompt: "a cat" }), Error);
await assert.rejects(client.txt2img({ ...seven, samplingMethod: "no such" }), Error);
console.log("ok");
