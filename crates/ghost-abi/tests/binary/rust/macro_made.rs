//! Exports that no text shows: a macro makes their names, their types and their attributes.
macro_rules! api {
    ($prefix:ident, $($name:ident: $ty:ty),*) => {
        $(
            #[unsafe(no_mangle)]
            pub extern "C" fn $name(this: &$prefix, by: $ty) -> $ty {
                this.factor as $ty * by
            }
        )*
    };
}
#[repr(C)]
pub struct Scaler {
    pub factor: u32,
}
api!(Scaler, scale_u64: u64, scale_f32: f32, scale_i8: i8);
