"""Official Python clients against a running gateway: python.py BASE_URL KEY MODELS

Each of MODELS (commas between) is a name that the gateway knows; behind it is `ghostllm mock` in the words of one
provider. Prints `ok NAME` or `FAIL NAME: REASON` a line, and ends with 1 if anything failed.
"""

import json
import logging
import sys
import traceback

import anthropic
import ollama
import openai
from google import genai
from google.genai import types as google
from pydantic import BaseModel

BASE, KEY, MODELS = sys.argv[1], sys.argv[2], sys.argv[3].split(",")
# The client warns of what it calls by itself; that is what is tested.
logging.disable(logging.WARNING)

SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["city", "days"],
    "additionalProperties": False,
}
CHAT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}]
USER = [{"role": "user", "content": "weather?"}]
FUNCTION = {"name": "get_weather", "description": "Tells the weather", "parameters": SCHEMA, "strict": True}

openai_client = openai.OpenAI(base_url=f"{BASE}/v1", api_key=KEY, max_retries=0)
azure_client = openai.AzureOpenAI(
    azure_endpoint=BASE, api_key=KEY, api_version="2024-10-21", max_retries=0
)
anthropic_client = anthropic.Anthropic(base_url=BASE, api_key=KEY, max_retries=0)
google_client = genai.Client(api_key=KEY, http_options=google.HttpOptions(base_url=BASE))
ollama_client = ollama.Client(host=BASE, headers={"authorization": f"Bearer {KEY}"})

failed = []


def check(name, test):
    try:
        test()
        print("ok", name, flush=True)
    except Exception as error:  # noqa: BLE001: whatever a client raises is a finding
        failed.append(name)
        print(f"FAIL {name}: {type(error).__name__}: {error}", flush=True)
        traceback.print_exc()


def raises(kind, test):
    try:
        test()
    except kind as error:
        assert str(error), "an error says something"
        return error
    raise AssertionError(f"no {kind.__name__}")


# OpenAI


def chat(model):
    answer = openai_client.chat.completions.create(model=model, messages=CHAT)
    assert answer.choices[0].message.content and answer.choices[0].finish_reason == "stop", answer
    assert answer.usage.total_tokens > 0, answer


def chat_stream(model):
    stream = openai_client.chat.completions.create(
        model=model, messages=CHAT, stream=True, stream_options={"include_usage": True}
    )
    text, usage, finish = "", None, None
    for chunk in stream:
        for choice in chunk.choices:
            text += choice.delta.content or ""
            finish = choice.finish_reason or finish
        usage = chunk.usage or usage
    assert text and usage.total_tokens > 0 and finish == "stop", (text, usage, finish)


def chat_loop(model):
    messages, tools = list(CHAT), [{"type": "function", "function": FUNCTION}]
    with openai_client.chat.completions.stream(model=model, messages=messages, tools=tools) as stream:
        for _ in stream:
            pass
        message = stream.get_final_completion().choices[0].message
    call = message.tool_calls[0]
    assert "city" in json.loads(call.function.arguments), call
    messages += [message, {"role": "tool", "tool_call_id": call.id, "content": "sunny"}]
    answer = openai_client.chat.completions.create(model=model, messages=messages, tools=tools)
    assert answer.choices[0].message.content, answer


def chat_parsed(model):
    class Answer(BaseModel):
        text: str

    answer = openai_client.chat.completions.parse(model=model, messages=CHAT, response_format=Answer)
    assert answer.choices[0].message.parsed.text, answer


def responses(model):
    answer = openai_client.responses.create(model=model, input="hi", instructions="Be brief.")
    assert answer.output_text and answer.status == "completed" and answer.usage.total_tokens > 0, answer


def responses_stream(model):
    with openai_client.responses.stream(model=model, input="hi") as stream:
        kinds = [event.type for event in stream]
        final = stream.get_final_response()
    assert final.output_text and kinds[-1] == "response.completed", kinds
    assert "response.output_text.delta" in kinds, kinds


def responses_loop(model):
    tools = [{"type": "function", **FUNCTION}]
    items = list(USER)
    with openai_client.responses.stream(model=model, input=items, tools=tools) as stream:
        for _ in stream:
            pass
        final = stream.get_final_response()
    call = next(item for item in final.output if item.type == "function_call")
    items += final.output
    items.append({"type": "function_call_output", "call_id": call.call_id, "output": "sunny"})
    answer = openai_client.responses.create(model=model, input=items, tools=tools)
    assert answer.output_text, answer


def responses_socket(model):
    with openai_client.responses.connect() as connection:
        previous = None
        for _ in range(2):
            more = {"previous_response_id": previous} if previous else {}
            connection.response.create(model=model, input="hi", store=False, **more)
            text = ""
            for event in connection:
                if event.type == "response.output_text.delta":
                    text += event.delta
                assert event.type != "error", event
                if event.type == "response.completed":
                    previous = event.response.id
                    break
            assert text and previous


def completions(model):
    answer = openai_client.completions.create(model=model, prompt="hi", max_tokens=50)
    assert answer.choices[0].text, answer
    stream = openai_client.completions.create(model=model, prompt="hi", max_tokens=50, stream=True)
    assert "".join(choice.text for chunk in stream for choice in chunk.choices)


def azure(model):
    answer = azure_client.chat.completions.create(model=model, messages=CHAT)
    assert answer.choices[0].message.content, answer
    stream = azure_client.chat.completions.create(model=model, messages=CHAT, stream=True)
    assert "".join(choice.delta.content or "" for chunk in stream for choice in chunk.choices)


# Anthropic


def messages(model):
    answer = anthropic_client.messages.create(model=model, max_tokens=50, system="Be brief.", messages=USER)
    assert answer.content[0].text and answer.stop_reason == "end_turn", answer
    assert answer.usage.output_tokens > 0, answer


def messages_stream(model):
    with anthropic_client.messages.stream(model=model, max_tokens=50, messages=USER) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    assert text and final.stop_reason == "end_turn" and final.usage.output_tokens > 0, final


def messages_loop(model):
    tools = [{"name": "get_weather", "description": "Tells the weather", "input_schema": SCHEMA}]
    turns = list(USER)
    with anthropic_client.messages.stream(model=model, max_tokens=50, messages=turns, tools=tools) as stream:
        final = stream.get_final_message()
    call = next(block for block in final.content if block.type == "tool_use")
    assert final.stop_reason == "tool_use" and "city" in call.input, final
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "sunny"}
    turns += [{"role": "assistant", "content": final.content}, {"role": "user", "content": [result]}]
    answer = anthropic_client.messages.create(model=model, max_tokens=50, messages=turns, tools=tools)
    assert answer.content[0].text, answer


def messages_count(model):
    assert anthropic_client.messages.count_tokens(model=model, messages=USER).input_tokens > 0


# Google


def generate(model):
    config = google.GenerateContentConfig(system_instruction="Be brief.", temperature=0.5)
    answer = google_client.models.generate_content(model=model, contents="hi", config=config)
    assert answer.text and answer.usage_metadata.total_token_count > 0, answer


def generate_stream(model):
    stream = google_client.models.generate_content_stream(model=model, contents="hi")
    assert "".join(chunk.text or "" for chunk in stream)


def generate_loop(model):
    called = []

    def get_weather(city: str) -> str:
        """Tells the weather of a city."""
        called.append(city)
        return "sunny"

    chat_session = google_client.chats.create(
        model=model, config=google.GenerateContentConfig(tools=[get_weather])
    )
    answer = chat_session.send_message("weather?")
    assert answer.text and called, answer


def generate_count(model):
    assert google_client.models.count_tokens(model=model, contents="hi").total_tokens > 0


# Ollama


def ollama_chat(model):
    answer = ollama_client.chat(model=model, messages=USER)
    assert answer.message.content and answer.done, answer
    stream = ollama_client.chat(model=model, messages=USER, stream=True)
    assert "".join(part.message.content or "" for part in stream)


def ollama_loop(model):
    def get_weather(city: str) -> str:
        """Tells the weather.

        Args:
          city: the city
        """
        return "sunny"

    turns = list(USER)
    answer = ollama_client.chat(model=model, messages=turns, tools=[get_weather])
    assert "city" in answer.message.tool_calls[0].function.arguments, answer
    turns += [answer.message, {"role": "tool", "tool_name": "get_weather", "content": "sunny"}]
    assert ollama_client.chat(model=model, messages=turns, tools=[get_weather]).message.content


def ollama_generate(model):
    assert ollama_client.generate(model=model, prompt="hi").response
    assert "".join(part.response for part in ollama_client.generate(model=model, prompt="hi", stream=True))


# All


def embeddings(model):
    texts = ["a", "b"]
    answer = openai_client.embeddings.create(model=model, input=texts)
    assert len(answer.data) == 2 and len(answer.data[0].embedding) > 0, answer
    assert len(ollama_client.embed(model=model, input=texts).embeddings) == 2
    # For models named after Gemini, the client asks for one vector of all.
    count = 1 if "gemini" in model else 2
    assert len(google_client.models.embed_content(model=model, contents=texts).embeddings) == count


def lists():
    wanted = set(MODELS)
    assert {model.id for model in openai_client.models.list()} >= wanted
    assert {model.id for model in anthropic_client.models.list()} >= wanted
    assert {model.model for model in ollama_client.list().models} >= wanted
    assert {model.name for model in google_client.models.list()} >= {f"models/{name}" for name in wanted}
    name = MODELS[0]
    assert openai_client.models.retrieve(name).id == name
    assert anthropic_client.models.retrieve(name).id == name
    assert google_client.models.get(model=name).name == f"models/{name}"
    assert ollama_client.show(name).capabilities


def errors():
    name = MODELS[0]
    create = openai_client.chat.completions.create
    assert raises(openai.NotFoundError, lambda: create(model="none", messages=CHAT)).status_code == 404
    stranger = openai.OpenAI(base_url=f"{BASE}/v1", api_key="sk-nobody-0000000", max_retries=0)
    raises(
        openai.AuthenticationError,
        lambda: stranger.chat.completions.create(model=name, messages=CHAT),
    )
    ask = anthropic_client.messages.create
    raises(anthropic.NotFoundError, lambda: ask(model="none", max_tokens=5, messages=USER))
    stranger = anthropic.Anthropic(base_url=BASE, api_key="sk-nobody-0000000", max_retries=0)
    raises(
        anthropic.AuthenticationError,
        lambda: stranger.messages.create(model=name, max_tokens=5, messages=USER),
    )
    generate_content = google_client.models.generate_content
    assert raises(genai.errors.ClientError, lambda: generate_content(model="none", contents="hi")).code == 404
    assert raises(ollama.ResponseError, lambda: ollama_client.chat(model="none", messages=USER)).status_code == 404


# Providers that have no embeddings here.
WITHOUT_EMBEDDINGS = {"anthropic", "bedrock", "vertex"}

TESTS = [
    chat, chat_stream, chat_loop, chat_parsed, responses, responses_stream, responses_loop, responses_socket,
    completions, azure, messages, messages_stream, messages_loop, messages_count, generate, generate_stream,
    generate_loop, generate_count, ollama_chat, ollama_loop, ollama_generate,
]

for model in MODELS:
    for test in TESTS:
        check(f"{test.__name__} {model}", lambda: test(model))
    if model not in WITHOUT_EMBEDDINGS:
        check(f"embeddings {model}", lambda: embeddings(model))
check("lists", lists)
check("errors", errors)
sys.exit(1 if failed else 0)
