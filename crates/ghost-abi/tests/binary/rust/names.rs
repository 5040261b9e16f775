//! Types that share their last segment, functions that share their name with private ones.
pub mod input {
    #[repr(C)]
    pub struct Options {
        pub deep: bool,
    }
    pub mod nested {
        #[repr(C)]
        pub struct Options {
            pub level: u8,
        }
    }
    /// Not the exported one.
    #[inline(never)]
    pub fn run(x: u64) -> u64 {
        std::hint::black_box(x) + 1
    }
}
pub mod output {
    #[repr(C)]
    pub struct Options {
        pub width: u32,
    }
    #[repr(C)]
    pub struct Unique {
        pub options: Options,
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn run(
    input: &input::Options,
    nested: input::nested::Options,
    output: *mut output::Unique,
) -> u32 {
    let n = input::run(u64::from(nested.level)) as u32;
    unsafe { (*output).options.width + u32::from(input.deep) + n }
}
