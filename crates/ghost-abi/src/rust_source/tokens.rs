//! From text to tokens that are safe to parse.
//!
//! The parser behind this reader recurses, so its input is measured first. Nothing here recurses.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Stack of the thread that parses, in bytes. It is reserved, not used, by ordinary sources.
pub const STACK_BYTES: usize = 256 << 20;

/// Deepest nesting of delimiters that is parsed.
const DELIMITERS_MAX: u32 = 256;

/// Most tokens of one statement that is parsed, with those of the statements around it. Every
/// level of recursion takes a token, and the stack has room for so many.
const STATEMENT_TOKENS_MAX: u32 = 6_000;

/// Deepest nesting of angle brackets, and most `|` in one group: their levels outlive commas.
const ANGLES_MAX: u32 = 128;
const PIPES_MAX: u32 = 3_000;

/// Why a text is not parsed: the byte where it goes wrong, and what is wrong there.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) offset: usize,
    pub(super) message: String,
}

/// Splits a text into tokens and measures them.
pub(super) fn lex(text: &str) -> Result<TokenStream, Unreadable> {
    let tokens: TokenStream = text.parse().map_err(|e: proc_macro2::LexError| Unreadable {
        offset: e.span().byte_range().start,
        message: "no Rust: unbalanced delimiter or unknown character".to_owned(),
    })?;
    measure(&tokens).map(|()| tokens)
}

/// Measures tokens that come from elsewhere.
pub(super) fn measure(tokens: &TokenStream) -> Result<(), Unreadable> {
    match too_deep(tokens) {
        Some(span) => Err(Unreadable {
            offset: span.byte_range().start,
            message: "nested too deeply to be read".to_owned(),
        }),
        None => Ok(()),
    }
}

/// A group on the way down.
struct Level {
    tokens: proc_macro2::token_stream::IntoIter,
    /// Tokens of the statements around this group.
    base: u32,
    /// Tokens of the statement so far.
    statement: u32,
    angles: u32,
    pipes: u32,
    after_brace: bool,
    after_dash: bool,
}

impl Level {
    fn new(tokens: TokenStream, base: u32) -> Self {
        let tokens = tokens.into_iter();
        Self { tokens, base, statement: 0, angles: 0, pipes: 0, after_brace: false, after_dash: false }
    }

    /// Counts one token, and says whether that is one too many.
    fn count(&mut self, token: &TokenTree) -> bool {
        if self.after_brace && ends_statement(token) {
            self.statement = 0;
            self.angles = 0;
            self.pipes = 0;
        }
        self.statement += 1;
        self.after_brace = matches!(token, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace);
        let arrow = std::mem::take(&mut self.after_dash);
        if let TokenTree::Punct(punct) = token {
            match punct.as_char() {
                ';' => (self.statement, self.angles, self.pipes) = (0, 0, 0),
                ',' => self.statement = 0,
                '<' => self.angles += 1,
                '>' if !arrow => self.angles = self.angles.saturating_sub(1),
                '|' => self.pipes += 1,
                '-' | '=' => self.after_dash = true,
                _ => {}
            }
        }
        self.depth() > STATEMENT_TOKENS_MAX || self.angles > ANGLES_MAX || self.pipes > PIPES_MAX
    }

    fn depth(&self) -> u32 {
        self.base + self.statement
    }
}

/// Whether a token that follows a closed brace begins something new.
fn ends_statement(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(ident) => ident != "else",
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Group(_) | TokenTree::Literal(_) => true,
    }
}

fn too_deep(tokens: &TokenStream) -> Option<proc_macro2::Span> {
    let mut levels = vec![Level::new(tokens.clone(), 0)];
    while let Some(level) = levels.last_mut() {
        let Some(token) = level.tokens.next() else {
            levels.pop();
            continue;
        };
        if level.count(&token) {
            return Some(token.span());
        }
        if let TokenTree::Group(group) = &token {
            let base = level.depth() + level.pipes + level.angles;
            if levels.len() >= DELIMITERS_MAX as usize {
                return Some(group.span_open());
            }
            levels.push(Level::new(group.stream(), base));
        }
    }
    None
}
