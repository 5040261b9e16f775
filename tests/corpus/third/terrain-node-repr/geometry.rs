/// Types that the Zig side lays out as well.
macro_rules! shared {
    ($(pub struct $name:ident { $(pub $field:ident: $type:ty,)* })*) => {
        $(
            #[repr(C)]
            #[derive(Clone, Copy)]
            pub struct $name { $(pub $field: $type,)* }
        )*
    };
}

shared! {
    pub struct Lod {
        pub factor: u8,
        pub morph: u8,
    }
    pub struct Bounds {
        pub solid: bool,
        pub x: f32,
        pub y: f32,
        pub radius: f32,
    }
}
