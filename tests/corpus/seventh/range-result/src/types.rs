macro_rules! plain {
    ($(#[$meta:meta])* struct $name:ident $(<$t:ident>)? { $($field:ident : $ty:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name $(<$t>)? {
            $(pub $field: $ty),*
        }
    };
}

plain! {
    /// A value and where it was.
    struct Tagged<T> { valid: u8, value: T, index: u32 }
}

plain! {
    #[repr(C)]
    struct MinMax { min: Tagged<f64>, max: Tagged<f64>, skipped: u64 }
}
