//! One walk over Rust's syntax for all who look at it.
//!
//! syn's own walks are generic, so that each visitor brings some hundred functions of its own into the program. Here a
//! visitor is asked through a table of the nodes that anybody looks at, and the walk exists once. Who looks at another
//! kind of node adds it to the list.

macro_rules! nodes {
    ($($name:ident: $node:ty,)*) => {
        /// What looks at syntax. A method that a visitor does not have goes on below its node.
        pub(crate) trait Visit<'ast> {
            /// The visitor itself.
            fn me(&mut self) -> &mut dyn Visit<'ast>;
            $(fn $name(&mut self, node: &'ast $node) {
                $name(self.me(), node);
            })*
        }

        $(pub(crate) fn $name<'ast>(visitor: &mut dyn Visit<'ast>, node: &'ast $node) {
            syn::visit::$name(&mut Walk(visitor), node);
        })*

        impl<'ast> syn::visit::Visit<'ast> for Walk<'_, 'ast> {
            $(fn $name(&mut self, node: &'ast $node) {
                self.0.$name(node);
            })*
        }
    };
}

struct Walk<'v, 'ast>(&'v mut (dyn Visit<'ast> + 'v));

nodes! {
    visit_block: syn::Block,
    visit_expr: syn::Expr,
    visit_expr_assign: syn::ExprAssign,
    visit_expr_binary: syn::ExprBinary,
    visit_expr_call: syn::ExprCall,
    visit_expr_closure: syn::ExprClosure,
    visit_expr_for_loop: syn::ExprForLoop,
    visit_expr_if: syn::ExprIf,
    visit_expr_index: syn::ExprIndex,
    visit_expr_loop: syn::ExprLoop,
    visit_expr_match: syn::ExprMatch,
    visit_expr_method_call: syn::ExprMethodCall,
    visit_expr_path: syn::ExprPath,
    visit_expr_return: syn::ExprReturn,
    visit_expr_struct: syn::ExprStruct,
    visit_expr_try: syn::ExprTry,
    visit_expr_while: syn::ExprWhile,
    visit_file: syn::File,
    visit_impl_item_fn: syn::ImplItemFn,
    visit_item: syn::Item,
    visit_item_fn: syn::ItemFn,
    visit_item_mod: syn::ItemMod,
    visit_local: syn::Local,
    visit_macro: syn::Macro,
    visit_pat: syn::Pat,
    visit_pat_ident: syn::PatIdent,
    visit_path_segment: syn::PathSegment,
    visit_stmt: syn::Stmt,
}
