//! A crate's own `cbindgen.toml`: the names, the order and the frame that its header shall have.
//!
//! What the file says about *names* is carried out on the interface, so that header and bindings
//! use the same ones; what it says about the header's text on the header. What exists and what it
//! looks like comes from the library as ever: switches about where to look (`[parse]`, `[macro_expansion]`)
//! have nothing to decide. A key that is not carried out is told, never silent.

mod rules;

use std::collections::BTreeMap;
use std::fs;

use camino::Utf8Path;
use ghost_abi::emit::c::{Advised, Attributes, Frame};
use ghost_abi::model::{Interface, TypeKind};
use toml::{Table, Value};

use crate::error::BuildError;
use crate::event::Event;
use rules::{Of, Rule};

/// What a crate wishes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wishes {
    table: Table,
    /// The file, as messages name it.
    file: String,
}

/// What a key means to us.
#[derive(Clone, Copy)]
enum Row {
    /// Carried out here.
    Done(&'static str),
    /// There is nothing to decide: the library says what exists, or the text has that form anyway.
    Moot(&'static str),
}

/// Every key that does not need a word. A name that ends with a dot stands for all keys below it.
const ROWS: &[Row] = &[
    Row::Done("header"),
    Row::Done("trailer"),
    Row::Done("autogen_warning"),
    Row::Done("include_guard"),
    Row::Done("pragma_once"),
    Row::Done("includes"),
    Row::Done("sys_includes"),
    Row::Done("after_includes"),
    Row::Done("sort_by"),
    Row::Done("fn.sort_by"),
    Row::Done("documentation"),
    Row::Done("export.prefix"),
    Row::Done("export.rename."),
    Row::Done("export.renaming_overrides_prefixing"),
    Row::Done("export.exclude"),
    Row::Done("line_endings"),
    Row::Done("enum.rename_variants"),
    Row::Done("enum.prefix_with_name"),
    Row::Done("struct.rename_fields"),
    Row::Done("fn.rename_args"),
    Row::Done("fn.prefix"),
    Row::Done("fn.postfix"),
    Row::Done("fn.must_use"),
    Row::Done("fn.deprecated"),
    Row::Done("fn.deprecated_with_note"),
    Row::Done("fn.no_return"),
    Row::Done("struct.must_use"),
    Row::Done("struct.deprecated"),
    Row::Done("struct.deprecated_with_note"),
    Row::Done("enum.must_use"),
    Row::Done("enum.deprecated"),
    Row::Done("enum.deprecated_with_note"),
    Row::Done("documentation_length"),
    Row::Done("export.include"),
    // Every export and every type that one leads to is written, from whatever crate it comes.
    Row::Moot("parse."),
    Row::Moot("defines."),
    Row::Moot("macro_expansion."),
    // C and C++ read the one header.
    Row::Moot("cpp_compat"),
    Row::Moot("usize_is_size_t"),
    Row::Moot("include_version"),
    // Of the text's looks.
    Row::Moot("braces"),
    Row::Moot("line_length"),
    Row::Moot("tab_width"),
    Row::Moot("documentation_style"),
    Row::Moot("fn.args"),
    Row::Moot("layout."),
    Row::Moot("const.allow_static_const"),
    Row::Moot("const.allow_constexpr"),
    Row::Moot("only_target_dependencies"),
    Row::Moot("enum.enum_class"),
    Row::Moot("enum.private_default_tagged_enum_constructor"),
];

/// Reads the file beside a crate's manifest. A crate without one wishes nothing.
pub(crate) fn read(folder: &Utf8Path) -> Result<Wishes, BuildError> {
    let file = folder.join("cbindgen.toml");
    let Ok(text) = fs::read_to_string(&file) else { return Ok(Wishes::default()) };
    let table = text.parse::<Table>().map_err(|error| BuildError::Request {
        what: format!("{file} cannot be read: {}", error.message()),
        hint: Some("cbindgen would refuse it as well; repair or remove it".to_owned()),
    })?;
    Ok(Wishes { table, file: "cbindgen.toml".to_owned() })
}

impl Wishes {
    fn value(&self, path: &[&str]) -> Option<&Value> {
        let (last, tables) = path.split_last()?;
        let mut table = &self.table;
        for name in tables {
            table = table.get(*name)?.as_table()?;
        }
        table.get(*last)
    }

    fn text(&self, path: &[&str]) -> Option<&str> {
        self.value(path)?.as_str()
    }

    fn flag(&self, path: &[&str]) -> Option<bool> {
        self.value(path)?.as_bool()
    }

    fn list(&self, path: &[&str]) -> Vec<String> {
        let list = self.value(path).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// Tells what is not carried out on an interface.
    pub(crate) fn tell(&self, interface: &Interface, events: &mut dyn FnMut(Event)) {
        let mut keys = Vec::new();
        flatten(&self.table, "", &mut keys);
        let known = |key: &String| {
            ROWS.iter().any(|row| {
                let (Row::Done(name) | Row::Moot(name)) = row;
                key == name || name.ends_with('.') && key.starts_with(name)
            })
        };
        let unknown = |key: &String| match key.as_str() {
            "language" => !self.text(&["language"]).is_some_and(is_c),
            // Every type has a tag and a typedef of its name.
            "style" => !self.text(&["style"]).is_some_and(|style| style.eq_ignore_ascii_case("both")),
            "no_includes" => self.flag(&["no_includes"]) != Some(false),
            "line_endings" => self.line_ending().is_none(),
            "enum.rename_variants" | "struct.rename_fields" | "fn.rename_args" => {
                let rule = key.split_once('.').and_then(|(table, key)| self.text(&[table, key]));
                !rule.is_some_and(|rule| rule.eq_ignore_ascii_case("none") || Rule::named(rule).is_some())
            }
            _ => !known(key),
        };
        let unknown: Vec<String> = keys.into_iter().filter(unknown).collect();
        if !unknown.is_empty() {
            events(self.warning(&format!("not carried out: {}", unknown.join(", "))));
        }
        let frame = self.frame();
        let there = |name: &String| {
            interface.function(name).is_some()
                || interface.static_(name).is_some()
                || interface.types.contains_key(name) && !frame.defines(&self.type_name(name))
        };
        let kept: Vec<String> = self.list(&["export", "exclude"]).into_iter().filter(there).collect();
        if !kept.is_empty() {
            let message = format!("`export.exclude`: the library has them, they stay: {}", kept.join(", "));
            events(self.warning(&message));
        }
        let absent = |name: &String| !there(name) && !interface.constants.iter().any(|it| it.name == *name);
        let unmet: Vec<String> = self.list(&["export", "include"]).into_iter().filter(absent).collect();
        if !unmet.is_empty() {
            let message = format!("`export.include`: no export leads to them: {}", unmet.join(", "));
            events(self.warning(&message));
        }
        for key in ["header", "autogen_warning", "after_includes", "trailer"] {
            if self.text(&[key]).is_some_and(|text| without_errors(text) != text) {
                let message = format!("`{key}` has an `#error` for who includes the header itself; left out");
                events(self.warning(&message));
            }
        }
    }

    fn warning(&self, what: &str) -> Event {
        Event::Warning { message: format!("{}: {what}", self.file), hint: None }
    }

    /// Carries out on an interface what is about names.
    pub(crate) fn apply(&self, interface: &mut Interface) {
        self.types(interface);
        self.members(interface);
        let excluded = self.list(&["export", "exclude"]);
        interface.constants.retain(|constant| !excluded.contains(&constant.name));
        if let Some(rule) = self.rule("fn", "rename_args") {
            for param in interface.functions.iter_mut().flat_map(|function| &mut function.params) {
                param.name = param.name.as_deref().map(|name| rule.apply(name, Of::Argument));
            }
        }
        let order = self.text(&["fn", "sort_by"]).or_else(|| self.text(&["sort_by"]));
        // A crate with this file has its functions in the order of the source unless it asks otherwise.
        if !self.file.is_empty() && order.is_none_or(|order| order.eq_ignore_ascii_case("none")) {
            let place = |location: &Option<ghost_abi::model::Location>| {
                location.as_ref().map(|at| (at.file.clone(), at.line, at.column))
            };
            interface.functions.sort_by_key(|function| place(&function.location));
            interface.statics.sort_by_key(|variable| place(&variable.location));
        }
        let short = self.text(&["documentation_length"]).is_some_and(|it| it.eq_ignore_ascii_case("short"));
        if self.flag(&["documentation"]) == Some(false) {
            every_documentation(interface, Vec::clear);
        } else if short {
            every_documentation(interface, |docs| docs.truncate(1));
        }
    }

    /// What stands around the declarations of the header.
    pub(crate) fn frame(&self) -> Frame {
        let text = |key: &str| self.text(&[key]).map(without_errors);
        let mut includes: Vec<String> =
            self.list(&["sys_includes"]).iter().map(|name| format!("<{name}>")).collect();
        includes.extend(self.list(&["includes"]).iter().map(|name| format!("\"{name}\"")));
        Frame {
            header: text("header"),
            autogen_warning: text("autogen_warning"),
            guard: text("include_guard"),
            pragma_once: self.flag(&["pragma_once"]) == Some(true),
            includes,
            after_includes: text("after_includes"),
            trailer: text("trailer"),
        }
    }

    /// What stands in the declarations.
    pub(crate) fn attributes(&self) -> Attributes {
        let text = |table: &str, key: &str| self.text(&[table, key]).map(str::to_owned);
        let advised = |table: &str| Advised {
            must_use: text(table, "must_use"),
            deprecated: text(table, "deprecated"),
            deprecated_with_note: text(table, "deprecated_with_note"),
        };
        Attributes {
            prefix: text("fn", "prefix"),
            postfix: text("fn", "postfix"),
            no_return: text("fn", "no_return"),
            functions: advised("fn"),
            structs: advised("struct"),
            enums: advised("enum"),
        }
    }

    /// The end of a line in the header; nothing where the file asks for one that C does not know.
    fn line_ending(&self) -> Option<&'static str> {
        match self.text(&["line_endings"]).map(str::to_ascii_lowercase).as_deref() {
            None | Some("lf") => Some("\n"),
            Some("crlf") => Some("\r\n"),
            Some("native") => Some(if cfg!(windows) { "\r\n" } else { "\n" }),
            Some(_) => None,
        }
    }

    /// The header's text with the line endings that the file asks for.
    pub(crate) fn with_line_endings(&self, header: String) -> String {
        match self.line_ending() {
            None | Some("\n") => header,
            Some(ending) => header.replace("\r\n", "\n").replace('\n', ending),
        }
    }

    /// Whether every enumerator of the header begins with its type's name. Where a rule holds for that name as a
    /// whole it is part of the interface instead.
    pub(crate) fn prefix_variants(&self) -> bool {
        self.flag(&["enum", "prefix_with_name"]) == Some(true)
            && self.rule("enum", "rename_variants").is_none()
    }

    fn rule(&self, table: &str, key: &str) -> Option<Rule> {
        self.text(&[table, key]).and_then(Rule::named)
    }

    fn types(&self, interface: &mut Interface) {
        let mut names = BTreeMap::new();
        for name in interface.types.keys() {
            // C's own types have one name.
            let new = if interface.types[name].of_libc { name.clone() } else { self.type_name(name) };
            let free =
                new == *name || !interface.types.contains_key(&new) && !names.values().any(|n| *n == new);
            if free && new != *name {
                names.insert(name.clone(), new);
            }
        }
        interface.rename_types(&names);
        for constant in &mut interface.constants {
            constant.name = self.type_name(&constant.name);
        }
    }

    /// What a type or a constant of Rust is to be called.
    fn type_name(&self, name: &str) -> String {
        let wished = self.value(&["export", "rename"]).and_then(|table| table.get(name)?.as_str());
        let whole = self.flag(&["export", "renaming_overrides_prefixing"]) == Some(true);
        match wished {
            Some(wished) if whole => wished.to_owned(),
            _ => {
                let prefix = self.text(&["export", "prefix"]).unwrap_or_default();
                format!("{prefix}{}", wished.unwrap_or(name))
            }
        }
    }

    fn members(&self, interface: &mut Interface) {
        let prefixed = self.flag(&["enum", "prefix_with_name"]) == Some(true);
        let variants = self.rule("enum", "rename_variants");
        let fields = self.rule("struct", "rename_fields");
        for (name, definition) in &mut interface.types {
            match &mut definition.kind {
                TypeKind::Enum(kind) => {
                    let Some(rule) = &variants else { continue };
                    for variant in &mut kind.variants {
                        let whole =
                            if prefixed { format!("{name}_{}", variant.name) } else { variant.name.clone() };
                        variant.name = rule.apply(&whole, Of::Variant(name));
                    }
                }
                TypeKind::Struct(record) | TypeKind::Union(record) => {
                    let Some(rule) = &fields else { continue };
                    for field in &mut record.fields {
                        field.name = rule.apply(&field.name, Of::Field);
                    }
                }
                TypeKind::Opaque | TypeKind::Alias(_) => {}
            }
        }
    }
}

/// The text without conditions around an `#error`: those want the header inside of another one, which
/// only the crate's own project has.
fn without_errors(text: &str) -> String {
    let directive = |line: &str| line.trim_start().strip_prefix('#').map(|rest| rest.trim_start().to_owned());
    let mut kept = String::new();
    let mut block = String::new();
    let (mut depth, mut refuses) = (0_usize, false);
    for line in text.split_inclusive('\n') {
        let word = directive(line).unwrap_or_default();
        depth += usize::from(word.starts_with("if"));
        refuses |= word.starts_with("error");
        if depth == 0 && !refuses {
            kept.push_str(line);
        } else {
            block.push_str(line);
        }
        if word.starts_with("endif") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            if !refuses {
                kept.push_str(&block);
            }
            block.clear();
            refuses = false;
        }
    }
    kept.push_str(&block);
    kept
}

fn is_c(language: &str) -> bool {
    matches!(language.to_ascii_lowercase().as_str(), "c" | "c++" | "cxx" | "cpp" | "cplusplus")
}

fn flatten(table: &Table, before: &str, keys: &mut Vec<String>) {
    for (name, value) in table {
        let key = format!("{before}{name}");
        match value.as_table() {
            Some(inner) => flatten(inner, &format!("{key}."), keys),
            None => keys.push(key),
        }
    }
}

fn every_documentation(interface: &mut Interface, change: fn(&mut Vec<String>)) {
    interface.functions.iter_mut().for_each(|function| change(&mut function.docs));
    interface.statics.iter_mut().for_each(|variable| change(&mut variable.docs));
    interface.constants.iter_mut().for_each(|constant| change(&mut constant.docs));
    for definition in interface.types.values_mut() {
        change(&mut definition.docs);
        match &mut definition.kind {
            TypeKind::Struct(r) | TypeKind::Union(r) => r.fields.iter_mut().for_each(|f| change(&mut f.docs)),
            TypeKind::Enum(kind) => kind.variants.iter_mut().for_each(|variant| change(&mut variant.docs)),
            TypeKind::Opaque | TypeKind::Alias(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(text: &str) -> Wishes {
        Wishes { table: text.parse().unwrap(), file: "cbindgen.toml".to_owned() }
    }

    fn interface() -> Interface {
        let json = r#"{"schema":1,"name":"t","machine":{"pointer_bytes":8,"c_long_bytes":8,
            "c_char_signed":true,"little_endian":true},"statics":[],"constants":[],
            "functions":[{"symbol":"get","params":[{"name":"item_state","ty":{"named":"State"}}],
              "ret":"void","variadic":false,"callconv":"c","seen":{}}],
            "types":{"State":{"name":"State","layout":{"size_bytes":1,"align_bytes":1},"kind":{"enum":{"tag":{"signed":false,"bits":8,"spelling":"fixed"},
              "open":false,"variants":[{"name":"NotYet","value":"0"},{"name":"Done","value":"1"}]}}}}}"#;
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn names_as_the_file_wishes() {
        let header = |text: &str| {
            let wishes = wishes(text);
            let mut it = interface();
            wishes.apply(&mut it);
            let options = ghost_abi::emit::c::COptions {
                frame: wishes.frame(),
                prefix_variants: wishes.prefix_variants(),
                ..Default::default()
            };
            ghost_abi::emit::c::header(&it, &options).unwrap()
        };
        let check = |text: &str, expected: &[&str]| {
            let header = header(text);
            for line in expected {
                assert!(header.contains(line), "{text}\n{line}\n{header}");
            }
        };
        check("", &["void get(State item_state);", "NotYet = 0", "#ifndef GHOST_T_H"]);
        check("[export]\nprefix = \"t_\"", &["void get(t_State item_state);"]);
        check("[export.rename]\nState = \"tstate\"", &["void get(tstate item_state);"]);
        let both = "[export]\nprefix = \"t_\"\nrename = { State = \"state\" }\n";
        check(both, &["void get(t_state item_state);"]);
        check(&format!("{both}renaming_overrides_prefixing = true"), &["void get(state item_state);"]);
        let own = "after_includes = 'typedef uint8_t State;'";
        check(
            own,
            &["typedef uint8_t State;", "GHOST_T_LAYOUT(State, 1, 1);", "void get(State item_state);"],
        );
        assert!(!header(own).contains("NotYet"), "{}", header(own));
        check("[enum]\nrename_variants = \"QualifiedScreamingSnakeCase\"", &["STATE_NOT_YET = 0"]);
        check("[enum]\nprefix_with_name = true", &["State_NotYet = 0"]);
        let both = "[export]\nprefix = 'T'\n[enum]\nprefix_with_name = true\nrename_variants = ";
        check(&format!("{both}'ScreamingSnakeCase'"), &["T_STATE_NOT_YET = 0"]);
        check(&format!("{both}'None'"), &["TState_NotYet = 0"]);
        check("[enum]\nrename_variants = 'prefix:S_'", &["S_NotYet = 0"]);
        check("[fn]\nrename_args = \"CamelCase\"", &["void get(State itemState);"]);
        check("[fn]\nrename_args = \"mGeckoCase\"", &["void get(State aItemState);"]);
        check("[fn]\nrename_args = \"QualifiedScreamingSnakeCase\"", &["void get(State ITEM_STATE);"]);
        check(
            "header = '/* Mine. */'\ninclude_guard = 'OWN_H'\nsys_includes = ['errno.h']\ntrailer = '/* End. */'\n\
             autogen_warning = '/* Do not edit. */'\nafter_includes = '#define X 1'\npragma_once = true",
            &[
                "/* Mine. */\n",
                "#ifndef OWN_H\n",
                "#include <errno.h>\n",
                "/* End. */\n",
                "/* Do not edit. */\n",
                "#define X 1\n",
                "#pragma once\n",
            ],
        );
    }

    #[test]
    fn attributes_of_declarations() {
        let header = |text: &str| {
            let mut it = interface();
            it.functions[0].advice.deprecated = Some("use \"put\"".to_owned());
            it.functions[0].advice.must_use = true;
            it.types.get_mut("State").unwrap().advice = it.functions[0].advice.clone();
            let options = ghost_abi::emit::c::COptions {
                attributes: wishes(text).attributes(),
                ..ghost_abi::emit::c::COptions::default()
            };
            ghost_abi::emit::c::header(&it, &options).unwrap()
        };
        let check = |text: &str, expected: &[&str]| {
            let header = header(text);
            for line in expected {
                assert!(header.contains(line), "{text}\n{line}\n{header}");
            }
        };
        check("", &["\nvoid get(State item_state);"]);
        check(
            "[fn]\nprefix = 'T_API'\npostfix = '__attribute__((cold))'\ndeprecated = 'OLD'",
            &[
                "#ifndef T_API\n#define T_API\n#endif",
                "\nT_API void get(State item_state) __attribute__((cold));",
            ],
        );
        check(
            "[fn]\nmust_use = 'T_USE'\ndeprecated_with_note = 'T_OLD({})'",
            &["#define T_OLD(...)\n", "\nT_USE T_OLD(\"use \\\"put\\\"\") void get(State item_state);"],
        );
        check(
            "[enum]\nmust_use = 'T_USE'\ndeprecated_with_note = 'T_OLD({})'",
            &["#define T_USE\n", "\nenum T_USE T_OLD(\"use \\\"put\\\"\") State\n", "\nvoid get("],
        );
    }

    #[test]
    fn types_of_the_c_library_are_its_own() {
        let header = |of_libc: bool, text: &str| {
            let mut it = interface();
            let state = it.types.get_mut("State").unwrap();
            state.of_libc = of_libc;
            state.kind = TypeKind::Opaque;
            let json = serde_json::to_string(&it).unwrap();
            let pointer = "{\"pointer\":{\"pointee\":{\"named\":\"FILE\"},\"mutable\":true,\"nullable\":\"nullable\",\"extent\":\"unknown\"}}";
            let json = json
                .replace("\"ty\":{\"named\":\"State\"}", &format!("\"ty\":{pointer}"))
                .replace("\"State\"", "\"FILE\"");
            let mut it: Interface = serde_json::from_str(&json).unwrap();
            let wishes = wishes(text);
            wishes.apply(&mut it);
            let options = ghost_abi::emit::c::COptions { frame: wishes.frame(), ..Default::default() };
            ghost_abi::emit::c::header(&it, &options).unwrap()
        };
        for (of_libc, text) in
            [(true, ""), (true, "[export]\nprefix = 'T'"), (false, "sys_includes = ['stdio.h']")]
        {
            let header = header(of_libc, text);
            assert_eq!(header.matches("#include <stdio.h>").count(), 1, "{header}");
            assert!(
                header.contains("void get(FILE *item_state);") && !header.contains("typedef"),
                "{header}"
            );
        }
        assert!(header(false, "").contains("typedef struct FILE FILE;"));
    }

    #[test]
    fn a_header_compiles_by_itself() {
        let text = "/* Mine. */\n#ifndef outer_h\n#error \"no\"\n#endif\n#if X\n#define Y\n#endif\n";
        assert_eq!(without_errors(text), "/* Mine. */\n#if X\n#define Y\n#endif\n");
    }

    #[test]
    fn keys_that_mean_nothing_here_are_told() {
        let mut told = Vec::new();
        let mut told_of = |text: &str| {
            told.clear();
            wishes(text).tell(&interface(), &mut |event| match event {
                Event::Warning { message, .. } => told.push(message),
                other => panic!("{other:?}"),
            });
            told.join("\n")
        };
        assert_eq!(
            told_of(
                "language = 'Cython'\nbraces = 'NextLine'\n[ptr]\nnon_null_attribute = 'N'\n[parse]\nparse_deps = true"
            ),
            "cbindgen.toml: not carried out: language, ptr.non_null_attribute"
        );
        assert_eq!(
            told_of("[enum]\nrename_variants = 'Sideways'\n[struct]\nrename_fields = 'None'"),
            "cbindgen.toml: not carried out: enum.rename_variants"
        );
        assert_eq!(
            told_of("style = 'tag'\nno_includes = true\nline_endings = 'CR'"),
            "cbindgen.toml: not carried out: line_endings, no_includes, style"
        );
        assert_eq!(
            told_of("style = 'Both'\nno_includes = false\nline_endings = 'CRLF'\nlanguage = 'C++'"),
            ""
        );
        assert_eq!(
            told_of("[export]\nexclude = ['State', 'get', 'nowhere']"),
            "cbindgen.toml: `export.exclude`: the library has them, they stay: State, get"
        );
        assert_eq!(
            told_of(
                "header = 'typedef uint8_t Mine;'\n[export]\nexclude = ['State']\n[export.rename]\nState = 'Mine'"
            ),
            ""
        );
    }

    #[test]
    fn functions_stand_as_in_the_source_and_lines_end_as_asked() {
        let order = |text: &str| {
            let mut it = interface();
            let at = |line| Some(ghost_abi::model::Location { file: "src/lib.rs".into(), line, column: 1 });
            let first = ghost_abi::model::Function {
                symbol: "zap".to_owned(),
                location: at(1),
                ..it.functions[0].clone()
            };
            it.functions[0].location = at(9);
            it.functions.push(first);
            wishes(text).apply(&mut it);
            it.functions.iter().map(|function| function.symbol.clone()).collect::<Vec<_>>()
        };
        assert_eq!(order("language = 'C'"), ["zap", "get"]);
        assert_eq!(order("sort_by = 'None'"), ["zap", "get"]);
        assert_eq!(order("[fn]\nsort_by = 'Name'"), ["get", "zap"]);
        let lines = |text: &str| wishes(text).with_line_endings("a\r\nb\n".to_owned());
        assert_eq!(lines("line_endings = 'CRLF'"), "a\r\nb\r\n");
        assert_eq!(lines("line_endings = 'LF'"), "a\r\nb\n");
    }
}
