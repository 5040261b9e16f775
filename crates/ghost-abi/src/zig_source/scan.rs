//! One walk over a file's syntax tree: containers become scopes, declarations their members.
//!
//! The walk needs no stack, so that no nesting can exhaust one.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;

use super::tree::Node;
use crate::model::Location;
use crate::source::normal_path;

/// Index of a [`Scope`].
pub(super) type ScopeId = usize;

/// The declarations of all files.
#[derive(Default)]
pub(super) struct Scan<'t> {
    pub(super) files: Vec<File<'t>>,
    /// Root scopes by the file's path, and by its name for packages.
    pub(super) roots: HashMap<String, ScopeId>,
    pub(super) packages: HashMap<&'t str, ScopeId>,
    pub(super) scopes: Vec<Scope<'t>>,
    /// The scope that a container node opens, by the node's id.
    pub(super) opened: HashMap<usize, ScopeId>,
    pub(super) functions: Vec<FnDecl<'t>>,
    pub(super) variables: Vec<VarDecl<'t>>,
    /// `@export(…)`, wherever it stands.
    pub(super) exports: Vec<(Node<'t>, ScopeId)>,
    /// `@extern(…)`, wherever it stands.
    pub(super) externs: Vec<(Node<'t>, ScopeId)>,
    /// How many expressions the question that is being answered may still look at.
    pub(super) looks: Cell<u32>,
}

pub(super) struct File<'t> {
    pub(super) path: &'t str,
    pub(super) text: &'t str,
    pub(super) root: ScopeId,
}

/// A file or a container.
pub(super) struct Scope<'t> {
    pub(super) file: usize,
    pub(super) node: Node<'t>,
    pub(super) parent: Option<ScopeId>,
    pub(super) members: HashMap<String, Member>,
    pub(super) fields: Vec<FieldDecl<'t>>,
    /// The name it is declared under, and where; an anonymous container has none.
    pub(super) name: Option<(String, Location, Vec<String>)>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Member {
    Function(usize),
    Variable(usize),
}

pub(super) struct FnDecl<'t> {
    pub(super) name: String,
    pub(super) scope: ScopeId,
    pub(super) node: Node<'t>,
    pub(super) how: How,
    pub(super) has_body: bool,
    pub(super) public: bool,
    pub(super) docs: Vec<String>,
    pub(super) location: Location,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a word of the declaration")]
pub(super) struct VarDecl<'t> {
    pub(super) name: String,
    pub(super) scope: ScopeId,
    pub(super) how: How,
    pub(super) public: bool,
    pub(super) constant: bool,
    pub(super) thread_local: bool,
    /// Whether it stands in a function.
    pub(super) local: bool,
    pub(super) ty: Option<Node<'t>>,
    pub(super) value: Option<Node<'t>>,
    pub(super) docs: Vec<String>,
    pub(super) location: Location,
}

/// Who sees a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum How {
    Plain,
    Export,
    /// With the library it names.
    Extern(Option<String>),
}

pub(super) struct FieldDecl<'t> {
    /// Name, or the type of a tuple's field, which has no name.
    pub(super) name: Node<'t>,
    pub(super) ty: Option<Node<'t>>,
    pub(super) align: Option<Node<'t>>,
    pub(super) value: Option<Node<'t>>,
    pub(super) docs: Vec<String>,
    pub(super) location: Location,
}

impl<'t> Scan<'t> {
    /// Adds one file, of which some parts are not looked into; these are ordered.
    pub(super) fn file(&mut self, path: &'t str, text: &'t str, root: Node<'t>, skipped: &[Range<usize>]) {
        let file = self.files.len();
        let root_scope = self.scopes.len();
        self.files.push(File { path, text, root: root_scope });
        self.roots.entry(normal_path(path)).or_insert(root_scope);
        self.packages.entry(super::types::file_stem(path)).or_insert(root_scope);
        let mut walk = Walk { scan: self, file, text, open: Vec::new(), docs: Vec::new(), local: Vec::new() };
        // What cannot be parsed at all has an error for its root.
        walk.open_scope(root, 0);
        walk.run(root, skipped);
    }

    pub(super) fn text(&self, scope: ScopeId, node: Node<'_>) -> &'t str {
        slice(self.files[self.scopes[scope].file].text, node)
    }

    pub(super) fn location(&self, scope: ScopeId, node: Node<'_>) -> Location {
        place(self.files[self.scopes[scope].file].path, node)
    }
}

/// The text of a node. A tree that belongs to another text has nodes outside of it.
pub(super) fn slice<'t>(text: &'t str, node: Node<'_>) -> &'t str {
    text.get(node.byte_range()).unwrap_or("")
}

fn place(path: &str, node: Node<'_>) -> Location {
    let at = node.start_position();
    let one_based = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    Location { file: path.to_owned(), line: one_based(at.row), column: one_based(at.column) }
}

/// The name that an identifier node spells: `name` or `@"any text"`.
pub(super) fn identifier(text: &str) -> String {
    match text.strip_prefix("@\"").and_then(|t| t.strip_suffix('"')) {
        Some(quoted) => unescape(quoted),
        None => text.to_owned(),
    }
}

/// The value of a string literal's inside.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.extend_from_slice(before.as_bytes());
        let (code, length) = match after.bytes().next() {
            Some(b'n') => (Some(u32::from(b'\n')), 1),
            Some(b'r') => (Some(u32::from(b'\r')), 1),
            Some(b't') => (Some(u32::from(b'\t')), 1),
            Some(b'x') => (after.get(1..3).and_then(|d| u32::from_str_radix(d, 16).ok()), 3),
            Some(b'u') => {
                let digits = after.get(2..).and_then(|t| t.split_once('}')).map_or("", |(d, _)| d);
                (u32::from_str_radix(digits, 16).ok(), digits.len() + 3)
            }
            Some(byte) => (Some(u32::from(byte)), 1),
            None => (None, 0),
        };
        match code {
            Some(code) if after.starts_with('x') => out.push(u8::try_from(code).unwrap_or(b'?')),
            Some(code) => {
                let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            None => {}
        }
        rest = after.get(length..).unwrap_or("");
    }
    out.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&out).into_owned()
}

/// A string literal's value, where `node` is one.
pub(super) fn string(text: &str, node: Node<'_>) -> Option<String> {
    if node.kind() != "string" {
        return None;
    }
    slice(text, node).strip_prefix('"')?.strip_suffix('"').map(unescape)
}

struct Walk<'s, 't> {
    scan: &'s mut Scan<'t>,
    file: usize,
    text: &'t str,
    /// Open scopes with the depth of their nodes.
    open: Vec<(u32, ScopeId)>,
    /// Documentation that waits for its declaration.
    docs: Vec<String>,
    /// Depths of open function bodies.
    local: Vec<u32>,
}

impl<'t> Walk<'_, 't> {
    fn run(&mut self, root: Node<'t>, mut skipped: &[Range<usize>]) {
        root.visit(|node, depth| {
            let start = node.start_byte();
            while let Some((_, rest)) = skipped.split_first().filter(|(range, _)| range.end <= start) {
                skipped = rest;
            }
            if skipped.first().is_some_and(|range| range.start <= start) {
                return false;
            }
            // The scope of the root is open already, and stays so.
            if depth > 0 {
                self.leave(depth);
            }
            self.visit(node, depth)
        });
    }

    /// The walk is done with everything of this depth.
    fn leave(&mut self, depth: u32) {
        while self.open.last().is_some_and(|(d, _)| *d >= depth) {
            self.open.pop();
        }
        while self.local.last().is_some_and(|d| *d >= depth) {
            self.local.pop();
        }
    }

    fn scope(&self) -> ScopeId {
        self.open.last().map_or(self.scan.files[self.file].root, |(_, scope)| *scope)
    }

    /// Takes note of one node, and says whether to look inside.
    fn visit(&mut self, node: Node<'t>, depth: u32) -> bool {
        match node.kind() {
            "comment" => {
                if let Some(doc) = doc_line(slice(self.text, node)) {
                    self.docs.push(doc);
                } else {
                    self.docs.clear();
                }
                return false;
            }
            "struct_declaration" | "union_declaration" | "enum_declaration" | "opaque_declaration" => {
                self.open_scope(node, depth);
            }
            "function_declaration" => self.function(node),
            "variable_declaration" => self.variable(node),
            "container_field" => self.field(node),
            "builtin_function" => self.builtin(node),
            "block" => self.local.push(depth),
            _ => {}
        }
        if !self.docs.is_empty() && node.is_named() {
            self.docs.clear();
        }
        true
    }

    fn open_scope(&mut self, node: Node<'t>, depth: u32) {
        let id = self.scan.scopes.len();
        let parent = self.open.last().map(|(_, scope)| *scope);
        let scope =
            Scope { file: self.file, node, parent, members: HashMap::new(), fields: Vec::new(), name: None };
        self.scan.scopes.push(scope);
        self.scan.opened.insert(node.id(), id);
        self.open.push((depth, id));
    }

    fn function(&mut self, node: Node<'t>) {
        let Some(name_node) = node.child_by_field_name("name") else { return };
        let name = identifier(slice(self.text, name_node));
        let (how, public, _) = self.modifiers(node);
        let scope = self.scope();
        let index = self.scan.functions.len();
        self.scan.functions.push(FnDecl {
            name: name.clone(),
            scope,
            node,
            how,
            has_body: node.child_by_field_name("body").is_some(),
            public,
            docs: std::mem::take(&mut self.docs),
            location: place(self.scan.files[self.file].path, name_node),
        });
        self.scan.scopes[scope].members.entry(name).or_insert(Member::Function(index));
    }

    fn variable(&mut self, node: Node<'t>) {
        let (how, public, thread_local) = self.modifiers(node);
        let mut constant = None;
        let mut name_node = None;
        let mut value = None;
        let mut after_equals = false;
        for child in node.children() {
            match child.kind() {
                "const" if constant.is_none() => constant = Some(true),
                "var" if constant.is_none() => constant = Some(false),
                "identifier" if name_node.is_none() && constant.is_some() => name_node = Some(child),
                "=" => after_equals = true,
                _ if after_equals && child.is_named() && !child.is_extra() && value.is_none() => {
                    value = Some(child);
                }
                _ => {}
            }
        }
        let (Some(constant), Some(name_node)) = (constant, name_node) else { return };
        let scope = self.scope();
        // Locals do not shadow, so that a type declared in a function can be found by its name.
        if !self.local.is_empty() && !constant {
            return;
        }
        let name = identifier(slice(self.text, name_node));
        let index = self.scan.variables.len();
        self.scan.variables.push(VarDecl {
            name: name.clone(),
            scope,
            how,
            public,
            constant,
            thread_local,
            local: !self.local.is_empty(),
            ty: node.child_by_field_name("type"),
            value,
            docs: std::mem::take(&mut self.docs),
            location: place(self.scan.files[self.file].path, name_node),
        });
        self.scan.scopes[scope].members.entry(name).or_insert(Member::Variable(index));
    }

    /// `export`, `extern "lib"`, `pub`, `threadlocal`.
    fn modifiers(&self, node: Node<'t>) -> (How, bool, bool) {
        let (mut how, mut public, mut thread_local) = (How::Plain, false, false);
        for child in node.children() {
            match child.kind() {
                "pub" => public = true,
                "export" => how = How::Export,
                "extern" => how = How::Extern(None),
                "threadlocal" => thread_local = true,
                "string" if how == How::Extern(None) => how = How::Extern(string(self.text, child)),
                "fn" | "const" | "var" => break,
                _ => {}
            }
        }
        (how, public, thread_local)
    }

    fn field(&mut self, node: Node<'t>) {
        let Some(name) = node.child_by_field_name("name") else { return };
        // The grammar makes up a field for `{}`.
        if name.is_missing() || name.byte_range().is_empty() {
            return;
        }
        let mut value = None;
        let mut after_equals = false;
        let mut align = None;
        for child in node.children() {
            match child.kind() {
                "byte_alignment" => align = child.named_child(0),
                "=" => after_equals = true,
                _ if after_equals && child.is_named() && !child.is_extra() => value = Some(child),
                _ => {}
            }
        }
        let field = FieldDecl {
            name,
            ty: node.child_by_field_name("type"),
            align,
            value,
            docs: std::mem::take(&mut self.docs),
            location: place(self.scan.files[self.file].path, name),
        };
        let scope = self.scope();
        self.scan.scopes[scope].fields.push(field);
    }

    fn builtin(&mut self, node: Node<'t>) {
        let Some(name) = node.named_child(0) else { return };
        let list = match slice(self.text, name) {
            "@export" => &mut self.scan.exports,
            "@extern" => &mut self.scan.externs,
            _ => return,
        };
        let scope = self.open.last().map_or(self.scan.files[self.file].root, |(_, scope)| *scope);
        list.push((node, scope));
    }
}

/// The text of a `///` line.
fn doc_line(comment: &str) -> Option<String> {
    let text = comment.strip_prefix("///")?;
    if text.starts_with('/') {
        return None;
    }
    Some(text.strip_prefix(' ').unwrap_or(text).trim_end().to_owned())
}
