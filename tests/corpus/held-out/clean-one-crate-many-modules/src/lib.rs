mod ffi;
mod world;
