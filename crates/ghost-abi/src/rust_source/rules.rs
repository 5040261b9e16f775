//! `macro_rules!`: matching a call against rules, and transcribing the one that fits.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};

/// Deepest nesting of repetitions and groups in a rule.
const DEPTH_MAX: usize = 64;

/// A part of a rule.
enum Node {
    Token(TokenTree),
    Group(Delimiter, Vec<Node>),
    /// A variable; its fragment in a matcher, nothing in a body.
    Variable(String, Option<String>),
    Repeat {
        nodes: Vec<Node>,
        separator: Option<TokenTree>,
        mark: char,
    },
}

/// What a variable stands for.
#[derive(Clone)]
enum Binding {
    One(Vec<TokenTree>),
    Many(Vec<Binding>),
}

type Bindings = BTreeMap<String, Binding>;

/// Expands a call by the rules of a macro. Tokens that the macro adds stand where the call stands.
/// `None` where no rule fits, or something is not understood. `budget` is what may still be spent,
/// in tokens that are looked at.
pub(super) fn expand(
    rules: &TokenStream,
    call: &TokenStream,
    span: Span,
    budget: &mut usize,
) -> Option<TokenStream> {
    let input: Vec<TokenTree> = call.clone().into_iter().collect();
    let mut tokens = rules.clone().into_iter();
    loop {
        let TokenTree::Group(matcher) = tokens.next()? else { return None };
        let (Some(TokenTree::Punct(_)), Some(TokenTree::Punct(_))) = (tokens.next(), tokens.next()) else {
            return None;
        };
        let TokenTree::Group(body) = tokens.next()? else { return None };
        let nodes = nodes(matcher.stream(), true, 0)?;
        let mut bindings = Bindings::new();
        let mut matching = Matching { budget };
        let end = matching.sequence(&nodes, &input, 0, &mut bindings);
        if end == Some(input.len()) {
            let body = self::nodes(body.stream(), false, 0)?;
            let mut out = Vec::new();
            transcribe(&body, &bindings, span, budget, &mut out)?;
            return Some(out.into_iter().collect());
        }
        tokens.next();
    }
}

/// Reads one side of a rule.
fn nodes(tokens: TokenStream, matcher: bool, depth: usize) -> Option<Vec<Node>> {
    if depth > DEPTH_MAX {
        return None;
    }
    let mut tokens = tokens.into_iter().peekable();
    let mut nodes = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                nodes.push(Node::Group(group.delimiter(), self::nodes(group.stream(), matcher, depth + 1)?));
            }
            TokenTree::Punct(mark) if mark.as_char() == '$' => match tokens.next()? {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                    let nodes_inside = self::nodes(group.stream(), matcher, depth + 1)?;
                    let (separator, mark) = match tokens.next()? {
                        TokenTree::Punct(p) if is_mark(&p) => (None, p.as_char()),
                        separator => match tokens.next()? {
                            TokenTree::Punct(p) if is_mark(&p) => (Some(separator), p.as_char()),
                            _ => return None,
                        },
                    };
                    nodes.push(Node::Repeat { nodes: nodes_inside, separator, mark });
                }
                TokenTree::Ident(name) if name == "crate" => nodes.push(Node::Token(TokenTree::Ident(name))),
                TokenTree::Ident(name) if matcher => {
                    let (Some(TokenTree::Punct(_)), Some(TokenTree::Ident(fragment))) =
                        (tokens.next(), tokens.next())
                    else {
                        return None;
                    };
                    nodes.push(Node::Variable(name.to_string(), Some(fragment.to_string())));
                }
                TokenTree::Ident(name) => nodes.push(Node::Variable(name.to_string(), None)),
                _ => return None,
            },
            other => nodes.push(Node::Token(other)),
        }
    }
    Some(nodes)
}

fn is_mark(mark: &Punct) -> bool {
    matches!(mark.as_char(), '*' | '+' | '?')
}

struct Matching<'b> {
    budget: &'b mut usize,
}

impl Matching<'_> {
    fn spend(&mut self, tokens: usize) -> Option<()> {
        // What is spent stays spent: then nothing fits any more.
        let left = self.budget.checked_sub(tokens + 1);
        *self.budget = left.unwrap_or(0);
        left.map(|_| ())
    }

    fn sequence(
        &mut self,
        nodes: &[Node],
        input: &[TokenTree],
        mut at: usize,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        for node in nodes {
            self.spend(0)?;
            let next = match node {
                Node::Token(token) => input.get(at).filter(|found| same(token, found)).map(|_| at + 1),
                Node::Group(delimiter, inner) => match input.get(at) {
                    Some(TokenTree::Group(group)) if group.delimiter() == *delimiter => {
                        let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                        self.spend(inside.len())?;
                        let end = self.sequence(inner, &inside, 0, bindings);
                        (end == Some(inside.len())).then_some(at + 1)
                    }
                    _ => None,
                },
                Node::Variable(name, fragment) => {
                    let length = self.fragment(fragment.as_deref().unwrap_or_default(), &input[at..]);
                    length.map(|length| {
                        let tokens = input[at..at + length].to_vec();
                        bindings.insert(name.clone(), Binding::One(grouped(fragment.as_deref(), tokens)));
                        at + length
                    })
                }
                Node::Repeat { nodes, separator, mark } => {
                    self.repeat(nodes, separator.as_ref(), *mark, input, at, bindings)
                }
            };
            at = next?;
        }
        Some(at)
    }

    fn repeat(
        &mut self,
        nodes: &[Node],
        separator: Option<&TokenTree>,
        mark: char,
        input: &[TokenTree],
        mut at: usize,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        let mut names = Vec::new();
        variables(nodes, &mut names);
        let mut many: BTreeMap<&str, Vec<Binding>> = names.iter().map(|name| (*name, Vec::new())).collect();
        let mut count = 0_usize;
        loop {
            let mut start = at;
            if count > 0
                && let Some(separator) = separator
            {
                match input.get(at) {
                    Some(found) if same(separator, found) => start += 1,
                    _ => break,
                }
            }
            let mut inside = Bindings::new();
            let Some(end) = self.sequence(nodes, input, start, &mut inside) else { break };
            if end == at {
                break;
            }
            for (name, found) in inside {
                if let Some(list) = many.get_mut(name.as_str()) {
                    list.push(found);
                }
            }
            at = end;
            count += 1;
            if mark == '?' {
                break;
            }
        }
        bindings.extend(many.into_iter().map(|(name, list)| (name.to_owned(), Binding::Many(list))));
        (mark != '+' || count > 0).then_some(at)
    }

    /// How many tokens a fragment takes, `None` where it does not fit.
    fn fragment(&mut self, fragment: &str, input: &[TokenTree]) -> Option<usize> {
        match (fragment, input.first()) {
            ("ident", Some(TokenTree::Ident(ident))) => (ident != "_").then_some(1),
            ("block", Some(TokenTree::Group(group))) => (group.delimiter() == Delimiter::Brace).then_some(1),
            ("lifetime", Some(TokenTree::Punct(mark))) => (mark.as_char() == '\'').then_some(2),
            ("tt", Some(_)) | ("literal", Some(TokenTree::Literal(_))) => Some(1),
            ("literal", Some(TokenTree::Ident(word))) => (word == "true" || word == "false").then_some(1),
            ("literal", Some(TokenTree::Punct(mark))) if mark.as_char() == '-' => {
                matches!(input.get(1), Some(TokenTree::Literal(_))).then_some(2)
            }
            ("vis", Some(TokenTree::Ident(word))) if word == "pub" => match input.get(1) {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => Some(2),
                _ => Some(1),
            },
            ("vis", _) => Some(0),
            ("meta", Some(_)) => {
                let comma = |t: &TokenTree| matches!(t, TokenTree::Punct(p) if p.as_char() == ',');
                Some(input.iter().position(comma).unwrap_or(input.len()))
            }
            ("ty", Some(_)) => self.parsed(input, syn::Type::parse),
            ("path", Some(_)) => self.parsed(input, syn::Path::parse),
            ("expr" | "expr_2021", Some(_)) => self.parsed(input, syn::Expr::parse),
            ("pat" | "pat_param", Some(_)) => self.parsed(input, syn::Pat::parse_multi),
            ("item", Some(_)) => self.parsed(input, syn::Item::parse),
            _ => None,
        }
    }

    fn parsed<T>(
        &mut self,
        input: &[TokenTree],
        parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
    ) -> Option<usize> {
        self.spend(input.len())?;
        let all: TokenStream = input.iter().cloned().collect();
        let parser = |stream: ParseStream<'_>| {
            parse(stream)?;
            TokenStream::parse(stream)
        };
        let rest = parser.parse2(all).ok()?;
        input.len().checked_sub(rest.into_iter().count())
    }
}

/// An expression keeps together in whatever it is put into.
fn grouped(fragment: Option<&str>, tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    match fragment {
        Some("expr" | "expr_2021") if tokens.len() > 1 => {
            vec![TokenTree::Group(Group::new(Delimiter::Parenthesis, tokens.into_iter().collect()))]
        }
        _ => tokens,
    }
}

fn variables<'n>(nodes: &'n [Node], names: &mut Vec<&'n str>) {
    for node in nodes {
        match node {
            Node::Variable(name, _) => names.push(name),
            Node::Group(_, inner) | Node::Repeat { nodes: inner, .. } => variables(inner, names),
            Node::Token(_) => {}
        }
    }
}

fn same(wanted: &TokenTree, found: &TokenTree) -> bool {
    match (wanted, found) {
        (TokenTree::Ident(a), TokenTree::Ident(b)) => a == b,
        (TokenTree::Punct(a), TokenTree::Punct(b)) => a.as_char() == b.as_char(),
        (TokenTree::Literal(a), TokenTree::Literal(b)) => a.to_string() == b.to_string(),
        _ => false,
    }
}

/// Writes a body with its variables replaced. `None` where it is not understood or grows too large.
fn transcribe(
    nodes: &[Node],
    bindings: &Bindings,
    span: Span,
    budget: &mut usize,
    out: &mut Vec<TokenTree>,
) -> Option<()> {
    for node in nodes {
        *budget = budget.checked_sub(1)?;
        match node {
            Node::Token(token) => {
                let mut token = token.clone();
                token.set_span(span);
                out.push(token);
            }
            Node::Group(delimiter, inner) => {
                let mut inside = Vec::new();
                transcribe(inner, bindings, span, budget, &mut inside)?;
                let mut group = Group::new(*delimiter, inside.into_iter().collect());
                group.set_span(span);
                out.push(TokenTree::Group(group));
            }
            Node::Variable(name, _) => match bindings.get(name) {
                Some(Binding::One(tokens)) => {
                    *budget = budget.checked_sub(tokens.len())?;
                    out.extend(tokens.iter().cloned());
                }
                Some(Binding::Many(_)) => return None,
                // A macro that this one defines has variables of its own.
                None => {
                    out.push(TokenTree::Punct(Punct::new('$', Spacing::Alone)));
                    out.extend(syn::parse_str::<proc_macro2::Ident>(name).ok()?.to_token_stream());
                }
            },
            Node::Repeat { nodes, separator, .. } => {
                let mut names = Vec::new();
                variables(nodes, &mut names);
                let lists = names.iter().filter_map(|name| match bindings.get(*name) {
                    Some(Binding::Many(list)) => Some((*name, list)),
                    _ => None,
                });
                let lists: Vec<_> = lists.collect();
                let count = lists.first()?.1.len();
                if lists.iter().any(|(_, list)| list.len() != count) {
                    return None;
                }
                let others = names.iter().filter_map(|name| match bindings.get(*name)? {
                    one @ Binding::One(_) => Some((*name, one)),
                    Binding::Many(_) => None,
                });
                let mut inner: Bindings =
                    others.map(|(name, one)| ((*name).to_owned(), (*one).clone())).collect();
                for nth in 0..count {
                    if nth > 0 {
                        out.extend(separator.clone());
                    }
                    inner.extend(lists.iter().map(|(name, list)| ((*name).to_owned(), list[nth].clone())));
                    transcribe(nodes, &inner, span, budget, out)?;
                }
            }
        }
    }
    Some(())
}
