// OpenAI's own client for JavaScript, unchanged, pointed at a running studio:
//   node openai.mjs http://127.0.0.1:7860      with the npm package openai where Node finds it
import OpenAI from "openai";
import assert from "node:assert";

const client = new OpenAI({ baseURL: process.argv[2] + "/v1", apiKey: "none", maxRetries: 0 });

const models = await client.models.list();
assert(models.data.some((model) => model.id === "mnist"));

const images = await client.images.generate({ model: "mnist", prompt: "a seven", n: 2 });
assert.equal(images.data.length, 2);
for (const image of images.data) {
  const png = Buffer.from(image.b64_json, "base64");
  assert.equal(png.subarray(1, 4).toString(), "PNG");
}

await assert.rejects(client.images.generate({ model: "mnist", prompt: "a cat" }), (error) => {
  assert(error instanceof OpenAI.BadRequestError);
  assert.equal(error.param, "prompt");
  return true;
});
await assert.rejects(client.images.generate({ model: "dall-e-3", prompt: "7" }), OpenAI.NotFoundError);
console.log("ok");
