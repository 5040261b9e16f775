//! Sizes of files and functions: reported from where they make uneasy, refused beyond the bound.

use std::fmt::Write as _;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use syn::spanned::Spanned;
use syn::visit::Visit;

/// Lines of a source file from which it is reported.
const FILE_LINES_UNEASY: usize = 500;
/// Lines of a source file that are too many.
const FILE_LINES_MAX: usize = 800;
/// Lines of a function from which it is reported; clippy's `too_many_lines` refuses, counting code alone.
const FUNCTION_LINES_UNEASY: usize = 70;
/// Bytes of any tracked file that are too many.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// What is wrong, and a report of what is large.
pub(super) fn check(root: &Utf8Path, files: &[Utf8PathBuf]) -> (Vec<String>, String) {
    let mut wrong = Vec::new();
    let mut report = String::new();
    for file in files {
        let path = root.join(file);
        if fs::metadata(&path).is_ok_and(|meta| meta.len() > FILE_BYTES_MAX) {
            wrong.push(format!("{file}: larger than 1 MiB"));
        }
        if !matches!(file.extension(), Some("rs" | "zig" | "lua" | "py" | "sh")) {
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let lines = text.lines().count();
        if lines > FILE_LINES_MAX {
            wrong.push(format!("{file}: {lines} lines, at most {FILE_LINES_MAX}; split it along its seams"));
        } else if lines > FILE_LINES_UNEASY {
            let _ = writeln!(report, "large: {file}: {lines} lines");
        }
        if file.extension() == Some("rs") {
            for (line, name, length) in long_functions(&text) {
                let _ = writeln!(report, "long:  {file}:{line}: `{name}` has {length} lines");
            }
        }
    }
    (wrong, report)
}

fn long_functions(text: &str) -> Vec<(usize, String, usize)> {
    let Ok(file) = syn::parse_file(text) else { return Vec::new() };
    let mut found = Functions(Vec::new());
    found.visit_file(&file);
    found.0.retain(|(_, _, length)| *length > FUNCTION_LINES_UNEASY);
    found.0
}

struct Functions(Vec<(usize, String, usize)>);

impl Functions {
    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let (start, end) = (signature.span().start().line, block.span().end().line);
        self.0.push((start, signature.ident.to_string(), end.saturating_sub(start) + 1));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::{FUNCTION_LINES_UNEASY, long_functions};

    #[test]
    fn long_functions_are_found_by_name_and_line() {
        let body = "    x();\n".repeat(FUNCTION_LINES_UNEASY);
        let text = format!("fn short() {{}}\n\nimpl A {{\nfn long() {{\n{body}}}\n}}\n");
        assert_eq!(long_functions(&text), [(4, "long".to_owned(), FUNCTION_LINES_UNEASY + 2)]);
    }
}
