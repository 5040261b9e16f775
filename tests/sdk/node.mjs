// Official Node.js clients against a running gateway: node.mjs BASE_URL KEY MODELS NODE_MODULES
//
// Prints `ok NAME` or `FAIL NAME: REASON` a line, and ends with 1 if anything failed. See python.py.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const [base, key, names, modules] = process.argv.slice(2);
// The clients are not beside this file.
const require = createRequire(`${modules}/`);
const { default: OpenAI } = require("openai");
const { default: Anthropic } = require("@anthropic-ai/sdk");
const WebSocket = require("ws");
const module = (path) => import(pathToFileURL(`${modules}/${path}`).href);
const { generateText, streamText, embed, tool, jsonSchema, stepCountIs } = await module("ai/dist/index.js");
const { createOpenAI } = await module("@ai-sdk/openai/dist/index.js");
const { createAnthropic } = await module("@ai-sdk/anthropic/dist/index.js");
const { createGoogleGenerativeAI } = await module("@ai-sdk/google/dist/index.js");

const openai = new OpenAI({ baseURL: `${base}/v1`, apiKey: key, maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: base, apiKey: key, maxRetries: 0 });
const user = [{ role: "user", content: "weather?" }];
const schema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
// Vercel's AI SDK, by each of its providers.
const vercel = createOpenAI({ baseURL: `${base}/v1`, apiKey: key });
const providers = {
  chat: (model) => vercel.chat(model),
  responses: (model) => vercel.responses(model),
  anthropic: createAnthropic({ baseURL: `${base}/v1`, apiKey: key }),
  google: createGoogleGenerativeAI({ baseURL: `${base}/v1beta`, apiKey: key }),
};
let failed = false;

async function check(name, test) {
  try {
    await test();
    console.log("ok", name);
  } catch (error) {
    failed = true;
    console.log(`FAIL ${name}: ${error?.stack ?? error}`);
  }
}

const tests = {
  async chat(model) {
    const answer = await openai.chat.completions.create({ model, messages: user });
    assert.ok(answer.choices[0].message.content && answer.usage.total_tokens > 0);
  },
  async chatStream(model) {
    const stream = await openai.chat.completions.create({
      model, messages: user, stream: true, stream_options: { include_usage: true },
    });
    let text = "", usage;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? "";
      usage = chunk.usage ?? usage;
    }
    assert.ok(text && usage.total_tokens > 0);
  },
  async chatLoop(model) {
    let called = 0;
    const runner = openai.chat.completions.runTools({
      model, messages: user, stream: true,
      tools: [{
        type: "function",
        function: {
          name: "get_weather", description: "Tells the weather", parameters: schema, parse: JSON.parse,
          function: ({ city }) => { called += 1; assert.ok(city); return "sunny"; },
        },
      }],
    });
    assert.ok(await runner.finalContent());
    assert.equal(called, 1);
  },
  async responses(model) {
    const answer = await openai.responses.create({ model, input: "hi" });
    assert.ok(answer.output_text && answer.status === "completed");
  },
  async responsesStream(model) {
    const stream = openai.responses.stream({ model, input: "hi" });
    let text = "";
    for await (const event of stream) {
      if (event.type === "response.output_text.delta") text += event.delta;
    }
    const final = await stream.finalResponse();
    assert.ok(text && final.output_text === text);
  },
  async messages(model) {
    const answer = await anthropic.messages.create({ model, max_tokens: 50, messages: user });
    assert.ok(answer.content[0].text && answer.stop_reason === "end_turn");
  },
  async messagesStream(model) {
    const stream = anthropic.messages.stream({ model, max_tokens: 50, messages: user });
    let text = "";
    stream.on("text", (piece) => { text += piece; });
    const final = await stream.finalMessage();
    assert.ok(text && final.content[0].text === text && final.usage.output_tokens > 0);
  },
  async messagesLoop(model) {
    const tools = [{ name: "get_weather", description: "Tells the weather", input_schema: schema }];
    const turns = [...user];
    const first = await anthropic.messages.stream({ model, max_tokens: 50, messages: turns, tools }).finalMessage();
    const call = first.content.find((block) => block.type === "tool_use");
    assert.ok(call.input.city && first.stop_reason === "tool_use");
    turns.push({ role: "assistant", content: first.content });
    turns.push({ role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: "sunny" }] });
    const answer = await anthropic.messages.create({ model, max_tokens: 50, messages: turns, tools });
    assert.ok(answer.content[0].text);
  },
  async count(model) {
    const count = await anthropic.messages.countTokens({ model, messages: user });
    assert.ok(count.input_tokens > 0);
  },
};

for (const [name, provider] of Object.entries(providers)) {
  tests[`vercel_${name}`] = async (model) => {
    const answer = await generateText({ model: provider(model), prompt: "hi", maxRetries: 0 });
    assert.ok(answer.text && answer.usage.outputTokens > 0 && answer.finishReason === "stop");
  };
  tests[`vercel_${name}_loop`] = async (model) => {
    let called = 0;
    const stream = streamText({
      model: provider(model), prompt: "weather?", maxRetries: 0, stopWhen: stepCountIs(4),
      onError: ({ error }) => { throw error; },
      tools: {
        get_weather: tool({
          description: "Tells the weather", inputSchema: jsonSchema(schema),
          execute: ({ city }) => { called += 1; assert.ok(city); return "sunny"; },
        }),
      },
    });
    let text = "";
    for await (const piece of stream.textStream) text += piece;
    assert.ok(text);
    assert.equal(called, 1);
    assert.equal((await stream.steps).length, 2);
  };
}

// Many chats over one socket, with the commonest client of Node.js.
tests.socket = (model) => new Promise((resolve, reject) => {
  const socket = new WebSocket(`${base.replace("http", "ws")}/v1/ws`, { headers: { authorization: `Bearer ${key}` } });
  const left = new Set(["a", "b", "c"]), texts = {};
  socket.on("open", () => {
    for (const id of left) {
      socket.send(JSON.stringify({ type: "chat", id, request: { model, max_tokens: 50, messages: user } }));
    }
  });
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    if (message.type === "error") return reject(new Error(String(data)));
    if (message.type === "delta") texts[message.id] = (texts[message.id] ?? "") + (message.delta.content ?? "");
    if (message.type !== "done") return;
    left.delete(message.id);
    if (!texts[message.id] || message.usage.total_tokens < 1) return reject(new Error(`${message.id}: ${data}`));
    if (left.size === 0) socket.close(1000);
  });
  socket.on("close", (code) => (left.size === 0 && code === 1000 ? resolve() : reject(new Error(`closed: ${code}`))));
  socket.on("error", reject);
});

for (const model of names.split(",")) {
  for (const [name, test] of Object.entries(tests)) await check(`${name} ${model}`, () => test(model));
}
await check("vercel_embed", async () => {
  const { embedding } = await embed({ model: vercel.textEmbeddingModel(names.split(",")[0]), value: "hi", maxRetries: 0 });
  assert.ok(embedding.length > 0);
});
await check("socket_refused", () => new Promise((resolve, reject) => {
  const socket = new WebSocket(`${base.replace("http", "ws")}/v1/ws`, { headers: { authorization: "Bearer wrong" } });
  socket.on("unexpected-response", (_, answer) => (answer.statusCode === 401 ? resolve() : reject(new Error(answer.statusCode))));
  socket.on("open", () => reject(new Error("let in")));
  socket.on("error", reject);
}));
await check("lists", async () => {
  const seen = new Set();
  for await (const model of openai.models.list()) seen.add(model.id);
  for await (const model of anthropic.models.list()) assert.ok(seen.has(model.id));
  assert.ok(names.split(",").every((name) => seen.has(name)));
});
await check("errors", async () => {
  await assert.rejects(openai.chat.completions.create({ model: "none", messages: user }), OpenAI.NotFoundError);
  await assert.rejects(anthropic.messages.create({ model: "none", max_tokens: 5, messages: user }), Anthropic.NotFoundError);
});
process.exit(failed ? 1 : 0);
