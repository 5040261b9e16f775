//! C headers.
//!
//! Plain C11 that C++ reads as well. The Rust names are kept: a type becomes a `typedef` of its
//! own name, a variant an enumerator of its own name, as cbindgen does without configuration.
//! Where C cannot have a name:
//!
//! - parameters, fields, types and constants get an underscore behind (`class_`);
//! - the variants of an enumeration of which one is taken are all written `Type_Variant`;
//! - functions and variables keep their symbol, through an assembler name if need be.
//!
//! Sizes, alignments and offsets are asserted wherever `void *` and `long` have the widths that
//! they were computed for.

use std::cell::RefCell;

mod builtins;
mod declarations;
mod frame;
mod literals;
mod names;
mod prelude;
mod system;
mod types;

use declarations::Writer;
use names::Names;
use types::Types;

use super::lines::Lines;
use super::names::identifier;
use super::plan::Plan;
use super::{AddressOnly, EmitError, Problem};
use crate::Interface;
use crate::model::{Advice, Function, Type};

/// What a caller may choose about a header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct COptions {
    /// The include guard, and the prefix of the few macros that the header needs for itself.
    /// `GHOST_<NAME>_H` where absent, which collides with no header of a C library.
    pub guard: Option<String>,
    /// Whether every enumerator is written as `Type_Variant`, not only those that must.
    pub prefix_variants: bool,
    /// Exports beside those of the interface, of which the address is declared.
    pub addresses: Vec<AddressOnly>,
    /// What stands around the declarations.
    pub frame: Frame,
    /// What stands in the declarations.
    pub attributes: Attributes,
    /// Whether each type has a guard of its own, which every header with the same definition shares: for headers
    /// of libraries that are compiled from common source.
    pub shared_types: bool,
}

/// Text around the declarations of a header, as its owner wishes it. Nothing of it is checked: the
/// header is compiled before anyone gets it. Types that it defines before the declarations are left
/// to it; their sizes are asserted all the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// Before everything else.
    pub header: Option<String>,
    /// The comment that says where the file comes from, in place of Ghost's.
    pub autogen_warning: Option<String>,
    /// The name of the include guard. The header's own macros keep their prefix.
    pub guard: Option<String>,
    /// Whether `#pragma once` is written as well.
    pub pragma_once: bool,
    /// Further headers, with their quotes or angle brackets.
    pub includes: Vec<String>,
    /// Behind the includes.
    pub after_includes: Option<String>,
    /// Behind everything else.
    pub trailer: Option<String>,
}

/// Attributes of declarations, as their owner's other headers spell them. A macro among them that no included
/// header defines stands for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Before every function.
    pub prefix: Option<String>,
    /// Behind every function.
    pub postfix: Option<String>,
    /// Behind a function that does not return.
    pub no_return: Option<String>,
    /// Before functions of which the source says something.
    pub functions: Advised,
    /// Before the names of such structs.
    pub structs: Advised,
    /// Before the names of such enumerations.
    pub enums: Advised,
}

/// What stands where the source says something of a declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Advised {
    /// Where the result, or a value of the type, is not to be dropped.
    pub must_use: Option<String>,
    /// Where it is deprecated without a note.
    pub deprecated: Option<String>,
    /// Where it is deprecated with a note, which takes the place of `{}` as a literal of C.
    pub deprecated_with_note: Option<String>,
}

impl Advised {
    /// Words with a space behind each.
    fn words(&self, Advice { deprecated, must_use }: &Advice) -> String {
        let deprecated = match deprecated.as_deref() {
            None => None,
            Some("") => self.deprecated.clone(),
            Some(note) => {
                self.deprecated_with_note.as_ref().map(|text| text.replace("{}", &literals::string(note)))
            }
        };
        let must_use = self.must_use.clone().filter(|_| *must_use);
        let parts = [must_use, deprecated].into_iter().flatten();
        parts.filter(|part| !part.is_empty()).map(|part| part + " ").collect()
    }
}

impl Attributes {
    fn before(&self, function: &Function) -> String {
        let prefix = self.prefix.as_ref().filter(|prefix| !prefix.is_empty());
        let prefix = prefix.map(|prefix| format!("{prefix} ")).unwrap_or_default();
        prefix + &self.functions.words(&function.advice)
    }

    fn behind(&self, function: &Function) -> String {
        let no_return = self.no_return.as_ref().filter(|_| function.ret == Type::Never);
        let parts = [self.postfix.as_ref(), no_return];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        parts.flat_map(|part| [" ", part.as_str()]).collect()
    }

    /// Every text, whether a declaration has it or not.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let Self { prefix, postfix, no_return, functions, structs, enums } = self;
        let advised = [functions, structs, enums].into_iter();
        let advised = advised.flat_map(|of| [&of.must_use, &of.deprecated, &of.deprecated_with_note]);
        [prefix, postfix, no_return].into_iter().chain(advised).flatten().map(String::as_str)
    }
}

impl Frame {
    /// Whether the text before the declarations defines the type of C with this name.
    pub fn defines(&self, name: &str) -> bool {
        frame::Defined::before(self).has(name)
    }
}

/// Writes the interface as a C header.
pub fn header(interface: &Interface, options: &COptions) -> Result<String, EmitError> {
    let plan = Plan::new(interface)?;
    let guard = match &options.guard {
        Some(guard) => identifier(guard),
        None => format!("GHOST_{}_H", identifier(&interface.name).to_uppercase()),
    };
    let mut names = Names::new(&plan, options.prefix_variants, &options.addresses);
    let mut frame = options.frame.clone();
    let mut defined = frame::Defined::before(&frame);
    for (key, row) in system::types(&plan, &frame) {
        names.types.insert(key, row.spelling());
        defined.names.insert(row.spelling());
        let include = format!("<{}>", row.header);
        if !frame.includes.contains(&include) {
            frame.includes.push(include);
        }
    }
    let wide = [names.claim("ghost_i128"), names.claim("ghost_u128")];
    let macros = guard.strip_suffix("_H").unwrap_or(&guard);
    let wide = wide.each_ref().map(String::as_str);
    let types = Types {
        plan: &plan,
        names: &names,
        wide,
        macros,
        conventions: RefCell::default(),
        known_wide: RefCell::default(),
    };

    let mut writer = Writer::new(&types, &defined, options);
    writer.constants();
    writer.forward_declarations();
    writer.types();
    writer.statics();
    writer.functions();
    writer.addresses(&options.addresses);
    let (body, needs, problems): (String, _, Vec<Problem>) = writer.finish();
    if !problems.is_empty() {
        return Err(EmitError { problems });
    }

    let guard = frame.guard.as_deref().map_or(guard.clone(), identifier);
    let mut lines = Lines::default();
    frame.header.iter().for_each(|text| lines.line(text.trim()));
    match &frame.autogen_warning {
        Some(text) => lines.line(text.trim()),
        None => lines.line(format!(
            "/* Interface of `{}`, written by Ghost. Edits are lost. */",
            comment(&interface.name)
        )),
    }
    lines.line(format!("#ifndef {guard}"));
    lines.line(format!("#define {guard}"));
    if frame.pragma_once {
        lines.line("#pragma once");
    }
    lines.blank();
    prelude::write(&mut lines, &types, &needs, &frame, &options.attributes);
    lines.line("#ifdef __cplusplus");
    lines.line("extern \"C\" {");
    lines.line("#endif");
    lines.blank();
    lines.line(body.trim_end());
    lines.blank();
    lines.line("#ifdef __cplusplus");
    lines.line("}");
    lines.line("#endif");
    lines.blank();
    lines.line(format!("#endif /* {guard} */"));
    frame.trailer.iter().for_each(|text| lines.line(text.trim()));
    Ok(lines.finish())
}

/// Text that may stand in a comment of C: it ends no comment, begins none, and has no trigraphs.
fn comment(text: &str) -> String {
    super::lines::harmless(text).replace("*/", "* /").replace("/*", "/ *").replace("??", "? ?")
}
