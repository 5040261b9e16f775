//! Outlines of an SVG document.
mod path;

use path::{Path, Shape};
use std::slice;

#[no_mangle]
pub unsafe extern "C" fn shape_parse(text: *const u8, len: usize) -> *mut Shape {
    if text.is_null() {
        return std::ptr::null_mut();
    }
    let shape = Shape::parse(slice::from_raw_parts(text, len));
    Box::into_raw(Box::new(shape))
}

/// A copy of path number `n` of the shape. Ends with `path_free`.
#[no_mangle]
pub unsafe extern "C" fn shape_path(shape: *const Shape, n: usize) -> *mut Path {
    match shape.as_ref().and_then(|shape| shape.paths.get(n)) {
        Some(path) => Box::into_raw(Box::new(path.clone())),
        None => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn path_points(path: *const Path) -> usize {
    path.as_ref().map_or(0, |path| path.points.len())
}

#[no_mangle]
pub unsafe extern "C" fn path_free(path: *mut Path) {
    if !path.is_null() {
        drop(Box::from_raw(path));
    }
}

#[no_mangle]
pub unsafe extern "C" fn shape_free(shape: *mut Shape) {
    if !shape.is_null() {
        drop(Box::from_raw(shape));
    }
}
