//! Declarations in the language of either side.

use ghost_abi::emit::{rust, zig};
use ghost_abi::model::{Function, Interface};
use ghost_abi::source::Language;

/// An interface with some of the functions of another, and every type of it.
#[must_use]
pub fn reduced(interface: &Interface, keep: impl Fn(&Function) -> bool) -> Interface {
    let functions = interface.functions.iter().filter(|f| keep(f)).cloned().collect();
    Interface { functions, statics: Vec::new(), constants: Vec::new(), ..interface.clone() }
}

/// How a language declares a function of the other side; `None` where it cannot.
#[must_use]
pub fn declared(language: Language, interface: &Interface, function: &Function) -> Option<String> {
    let only = reduced(interface, |f| f.symbol == function.symbol);
    let symbol = &function.symbol;
    let (text, name) = match language {
        Language::Rust => {
            let text = rust::declarations(&only, &rust::RustOptions::default()).ok()?;
            (text, rust::symbols(&only).remove(symbol)?)
        }
        _ => (zig::module(&only, &zig::ZigOptions::default()).ok()?, symbol.clone()),
    };
    // A word of Zig's own is declared as `@"…"`.
    let start = text.find(&format!("fn {name}(")).or_else(|| text.find(&format!("fn @\"{name}\"(")))?;
    let end = text[start..].find(';')?;
    let words: Vec<&str> = text[start..start + end].split_whitespace().collect();
    let head = if language == Language::Rust { "unsafe extern \"C\" " } else { "extern " };
    Some(format!("{head}{}", words.join(" ").replace("( ", "(").replace(", )", ")")))
}

/// The parts of an interface that a language can spell, and the functions that had to stay behind
/// with the reasons.
#[must_use]
pub fn spellable(language: Language, interface: &Interface) -> (Interface, Vec<(String, String)>) {
    let mut left_out = Vec::new();
    let keep = reduced(interface, |_| true);
    for function in &interface.functions {
        let only = reduced(&keep, |f| f.symbol == function.symbol);
        let error = match language {
            Language::Rust => rust::declarations(&only, &rust::RustOptions::default()).err(),
            _ => zig::module(&only, &zig::ZigOptions::default()).err(),
        };
        if let Some(error) = error {
            left_out.push((function.symbol.clone(), error.to_string().replace('\n', "; ")));
        }
    }
    let kept = reduced(interface, |f| !left_out.iter().any(|(symbol, _)| *symbol == f.symbol));
    (kept, left_out)
}

#[cfg(test)]
mod tests {
    use ghost_abi::model::{Advice, CallConv, Machine, Seen, Type};

    use super::*;

    #[test]
    fn functions_of_any_name_are_declared() {
        let check = |language, symbol: &str, expected: &str| {
            let function = Function {
                symbol: symbol.to_owned(),
                params: Vec::new(),
                ret: Type::Bool,
                variadic: false,
                docs: Vec::new(),
                location: None,
                callconv: CallConv::C,
                seen: Seen::default(),
                advice: Advice::default(),
            };
            let mut interface = Interface::new("x", Machine::X86_64_LINUX);
            interface.functions.push(function.clone());
            assert_eq!(declared(language, &interface, &function).as_deref(), Some(expected));
        };
        check(Language::Zig, "open", "extern fn open() bool");
        check(Language::Zig, "type", "extern fn @\"type\"() bool");
        check(Language::Rust, "loop", "unsafe extern \"C\" fn r#loop() -> bool");
        check(Language::Rust, "two words", "unsafe extern \"C\" fn two_words() -> bool");
    }
}
