//! One signature out of two.

use super::unify::Unifier;
use crate::model::{Function, Param, Seen, Type};

impl Unifier<'_> {
    /// The signature that debug information and source give together.
    pub(super) fn function(&mut self, debug: &Function, source: &Function) -> Function {
        let symbol = &source.symbol;
        // See `read_debug_info`: there parameters may be missing, and the result.
        let partial = !debug.seen.debug;
        let ret = self.returned(symbol, debug, source);
        let given = without_list(debug, source);
        let params = if given.len() == source.params.len() {
            let pairs = given.iter().map(Some).zip(&source.params);
            self.params(symbol, pairs)
        } else if let Some(pairs) = partial.then(|| in_order(given, &source.params)).flatten() {
            self.params(symbol, pairs.into_iter().zip(&source.params))
        } else {
            let message = format!(
                "the source declares {} parameters, the library has {}; the library is followed",
                source.params.len(),
                debug.params.len()
            );
            self.note(symbol, message);
            debug.params.clone()
        };
        Function {
            symbol: symbol.clone(),
            params,
            ret,
            variadic: debug.variadic || source.variadic,
            callconv: source.callconv.clone(),
            docs: source.docs.clone(),
            advice: source.advice.clone(),
            location: source.location.clone().or_else(|| debug.location.clone()),
            seen: Seen { symbol: true, debug: true, source: true },
        }
    }

    /// The parameters of the source, with what debug information knows about each.
    fn params<'p>(
        &mut self,
        symbol: &str,
        pairs: impl Iterator<Item = (Option<&'p Param>, &'p Param)>,
    ) -> Vec<Param> {
        let mut params = Vec::new();
        for (index, (debug, source)) in pairs.enumerate() {
            let mut param = source.clone();
            if let Some(debug) = debug {
                let at = || format!("{symbol}: parameter {}", index + 1);
                param.ty = self.ty(&debug.ty, &source.ty, &at);
                param.name = param.name.or_else(|| debug.name.clone());
            }
            params.push(param);
        }
        params
    }

    /// The same, unless the two contradict each other anywhere.
    pub(super) fn function_if_equal(&mut self, debug: &Function, source: &Function) -> Option<Function> {
        self.attempt(|unifier| unifier.function(debug, source))
    }

    /// A function that debug information lost. Where it was merged with another one that has the
    /// same signature in the source, that one's types are its types. `Err` is a name in the
    /// signature that nobody explains.
    pub(super) fn merged_away(
        &mut self,
        twin: Option<&Function>,
        source: &Function,
    ) -> Result<Function, String> {
        let mut function = match twin {
            Some(twin) if self.agree(twin, source) => self.function(twin, source),
            _ => {
                let mut function = source.clone();
                function.ret = self.explained(&function.ret, false)?;
                for param in &mut function.params {
                    param.ty = self.explained(&param.ty, false)?;
                }
                function
            }
        };
        function.location.clone_from(&source.location);
        function.seen = Seen { symbol: true, debug: false, source: true };
        Ok(function)
    }

    fn returned(&mut self, symbol: &str, debug: &Function, source: &Function) -> Type {
        if debug.ret == Type::Void && !debug.seen.debug {
            return source.ret.clone();
        }
        self.ty(&debug.ret, &source.ret, &|| format!("{symbol}: result"))
    }
}

/// The parameters of debug information, less the list (`mut args: ...`) through which a Rust function sees what
/// follows them.
fn without_list<'p>(debug: &'p Function, source: &Function) -> &'p [Param] {
    match debug.params.split_last() {
        Some((_, rest)) if source.variadic && rest.len() == source.params.len() => rest,
        _ => &debug.params,
    }
}

/// For each parameter of the source the one of that name in the debug information, if the latter
/// has no others and keeps the order.
fn in_order<'p>(debug: &'p [Param], source: &[Param]) -> Option<Vec<Option<&'p Param>>> {
    let mut rest = debug.iter().peekable();
    let pairs = source.iter().map(|s| rest.next_if(|d| d.name.is_some() && d.name == s.name)).collect();
    rest.peek().is_none().then_some(pairs)
}
