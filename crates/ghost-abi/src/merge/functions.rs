//! One signature out of two.

use super::unify::{Unifier, is_record};
use crate::model::{Function, Param, Seen, Type};

impl Unifier<'_> {
    /// The signature that debug information and source give together.
    pub(super) fn function(&mut self, debug: &Function, source: &Function) -> Function {
        let symbol = &source.symbol;
        let ret = self.returned(symbol, &debug.ret, &source.ret);
        let mut params = Vec::new();
        if debug.params.len() == source.params.len() {
            for (index, (d, s)) in debug.params.iter().zip(&source.params).enumerate() {
                let ty = self.ty(&d.ty, &s.ty, &|| format!("{symbol}: parameter {}", index + 1));
                params.push(Param { name: s.name.clone().or_else(|| d.name.clone()), ty });
            }
        } else {
            let message = format!(
                "the source declares {} parameters, the library has {}; the library is followed",
                source.params.len(),
                debug.params.len()
            );
            self.note(symbol, message);
            params.clone_from(&debug.params);
        }
        Function {
            symbol: symbol.clone(),
            params,
            ret,
            variadic: debug.variadic || source.variadic,
            callconv: source.callconv.clone(),
            docs: source.docs.clone(),
            location: source.location.clone().or_else(|| debug.location.clone()),
            seen: Seen { symbol: true, debug: true, source: true },
        }
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

    /// Zig's optimised debug information says `void` where a record is returned through memory.
    fn returned(&mut self, symbol: &str, debug: &Type, source: &Type) -> Type {
        if *debug == Type::Void && is_record(self.source, source) {
            return source.clone();
        }
        self.ty(debug, source, &|| format!("{symbol}: result"))
    }
}
