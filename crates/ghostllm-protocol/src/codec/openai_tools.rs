//! What OpenAI's endpoints share: tools, tool choice, output formats, stop texts. Chat nests a function under
//! `function` and a schema under `json_schema`; Responses has both flat. Reading takes either.

use serde_json::value::RawValue;

use super::extras;
use crate::read::{self, Object};
use crate::write::Writer;
use crate::{
    ChatRequest, DecodeError, Dialect, Extras, Function, Json, JsonSchema, Losses, OutputFormat, Tool,
    ToolChoice,
};

pub(super) fn decode(items: Option<Vec<&RawValue>>) -> Result<Vec<Tool>, DecodeError> {
    read::each(items.unwrap_or_default(), "tools", |raw| {
        let mut fields = Object::of(raw)?;
        if fields.text("type")?.as_deref().unwrap_or("function") != "function" {
            return Ok(Tool::Other(Json::raw(raw)));
        }
        let (mut inner, outer) = match fields.object("function")? {
            Some(inner) => (inner, fields.rest()),
            None => (fields, Extras::new()),
        };
        let mut function = Function {
            name: inner.need_text("name").map_err(|error| error.within("function"))?,
            description: inner.text("description")?,
            parameters: inner.json("parameters"),
            strict: inner.take("strict")?,
            extras: inner.rest(),
        };
        for (key, value) in outer.iter() {
            function.extras.insert(key, value.clone());
        }
        Ok(Tool::Function(function))
    })
}

pub(super) fn decode_choice(raw: &RawValue) -> Result<ToolChoice, DecodeError> {
    if let Some(word) = read::string(raw) {
        return match word.as_str() {
            "auto" => Ok(ToolChoice::Auto),
            "none" => Ok(ToolChoice::None),
            "required" | "any" => Ok(ToolChoice::Required),
            _ => Err(DecodeError::field("tool_choice", format!("`{word}` is not known"))),
        };
    }
    let mut fields = Object::of(raw).map_err(|error| error.within("tool_choice"))?;
    if fields.text("type")?.as_deref() == Some("function") {
        let nested =
            fields.object("function")?.map(|mut function| function.text("name")).transpose()?.flatten();
        if let Some(name) = nested.or(fields.text("name")?) {
            return Ok(ToolChoice::Named(name));
        }
        return Err(DecodeError::field("tool_choice.function.name", "is missing"));
    }
    Ok(ToolChoice::Other(Json::raw(raw)))
}

/// `response_format` of Chat, `text.format` of Responses.
pub(super) fn decode_format(
    format: Option<Object<'_>>,
    name: &str,
) -> Result<Option<OutputFormat>, DecodeError> {
    let Some(mut fields) = format else { return Ok(None) };
    let kind = fields.need_text("type").map_err(|error| error.within(name))?;
    Ok(Some(match kind.as_str() {
        "text" => OutputFormat::Text,
        "json_object" => OutputFormat::JsonObject,
        "json_schema" => {
            let mut schema = fields.object("json_schema")?.unwrap_or(fields);
            OutputFormat::JsonSchema(JsonSchema {
                name: schema.text("name")?,
                description: schema.text("description")?,
                schema: schema.json("schema").unwrap_or_else(|| Json::object(&Extras::new())),
                strict: schema.take("strict")?,
            })
        }
        other => return Err(DecodeError::field(format!("{name}.type"), format!("`{other}` is not known"))),
    }))
}

/// One text or several.
pub(super) fn decode_stop(raw: Option<&RawValue>) -> Result<Vec<String>, DecodeError> {
    let Some(raw) = raw else { return Ok(Vec::new()) };
    if let Some(one) = read::string(raw) {
        return Ok(vec![one]);
    }
    serde_json::from_str(raw.get())
        .map_err(|_| DecodeError::field("stop", "must be a string or an array of strings"))
}

/// Writes `tools`, nested in Chat and flat in Responses.
pub(super) fn write(request: &ChatRequest, to: Dialect, w: &mut Writer<'_>, losses: &mut Losses) {
    write_tools(request, to, to == Dialect::OpenAiChat, w, losses);
}

/// Writes `tools` in the form of Chat, for a dialect that took it over.
pub(super) fn write_nested(request: &ChatRequest, to: Dialect, w: &mut Writer<'_>, losses: &mut Losses) {
    write_tools(request, to, true, w, losses);
}

fn write_tools(request: &ChatRequest, to: Dialect, nested: bool, w: &mut Writer<'_>, losses: &mut Losses) {
    if request.tools.is_empty() {
        return;
    }
    w.array("tools", |a| {
        for (at, tool) in request.tools.iter().enumerate() {
            match tool {
                Tool::Function(function) if nested => a.object(|w| {
                    w.word("type", "function");
                    w.object("function", |w| write_function(function, w));
                    extras::write(&function.extras, request.origin, to, &format!("tools[{at}]"), w, losses);
                }),
                Tool::Function(function) => a.object(|w| {
                    w.word("type", "function");
                    write_function(function, w);
                    // Who says nothing means: not strict; Responses takes it for strict.
                    if function.strict.is_none() && !is_own(request, to) {
                        w.put("strict", &false);
                    }
                    extras::write(&function.extras, request.origin, to, &format!("tools[{at}]"), w, losses);
                }),
                Tool::Other(json) if is_own(request, to) => a.json(json),
                Tool::Other(_) => refuse_tool(at, request.origin, losses),
            }
        }
    });
}

pub(super) fn refuse_tool(at: usize, origin: Option<Dialect>, losses: &mut Losses) {
    let whose = origin.map_or("its", Dialect::name);
    losses.refuse(format!("tools[{at}]"), format!("only {whose} providers run this tool"));
}

/// Whether values in the origin's words may be written in dialect `to`.
pub(super) fn is_own(request: &ChatRequest, to: Dialect) -> bool {
    request.origin.is_none_or(|origin| origin == to)
}

fn write_function(function: &Function, w: &mut Writer<'_>) {
    w.put("name", &function.name);
    w.opt("description", function.description.as_ref());
    if let Some(parameters) = &function.parameters {
        w.json("parameters", parameters);
    }
    w.opt("strict", function.strict.as_ref());
}

/// Whether several tools may be called in one turn; where there are none, it asks for nothing, and `OpenAI` refuses it.
pub(super) fn parallel(request: &ChatRequest, to: Dialect) -> Option<&bool> {
    request.parallel_tool_calls.as_ref().filter(|_| is_own(request, to) || !request.tools.is_empty())
}

/// Writes `tool_choice`.
pub(super) fn write_choice(request: &ChatRequest, to: Dialect, w: &mut Writer<'_>, losses: &mut Losses) {
    let asks_nothing = matches!(request.tool_choice, Some(ToolChoice::Auto | ToolChoice::None));
    if asks_nothing && request.tools.is_empty() && !is_own(request, to) {
        return;
    }
    match &request.tool_choice {
        None => {}
        Some(ToolChoice::Auto) => w.word("tool_choice", "auto"),
        Some(ToolChoice::None) => w.word("tool_choice", "none"),
        Some(ToolChoice::Required) => w.word("tool_choice", "required"),
        Some(ToolChoice::Named(name)) => w.object("tool_choice", |w| {
            w.word("type", "function");
            if to == Dialect::OpenAiChat {
                w.object("function", |w| w.put("name", name));
            } else {
                w.put("name", name);
            }
        }),
        Some(ToolChoice::Other(json)) if is_own(request, to) => w.json("tool_choice", json),
        Some(ToolChoice::Other(_)) => losses.refuse("tool_choice", format!("{to} has no such choice")),
    }
}

/// Writes a schema's fields, which Chat nests and Responses has flat. OpenAI demands a name.
pub(super) fn write_schema(schema: &JsonSchema, w: &mut Writer<'_>) {
    w.put("name", schema.name.as_deref().unwrap_or("answer"));
    w.opt("description", schema.description.as_ref());
    w.json("schema", &schema.schema);
    w.opt("strict", schema.strict.as_ref());
}
