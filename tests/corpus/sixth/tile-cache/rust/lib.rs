//! Cache of decoded tiles. A tile stays at its address until the whole cache is freed.

mod tile;

use std::collections::HashMap;
use tile::Tile;

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub x: u32,
    pub y: u32,
    pub zoom: u8,
}

#[derive(Default)]
pub struct Cache {
    slots: HashMap<Key, usize>,
    // The boxes keep the tiles in place while this vector grows.
    #[allow(clippy::vec_box)]
    tiles: Vec<Box<Tile>>,
}

#[unsafe(no_mangle)]
pub extern "C" fn tile_cache_new() -> Box<Cache> {
    Box::default()
}

#[unsafe(no_mangle)]
pub extern "C" fn tile_cache_free(cache: Option<Box<Cache>>) {
    drop(cache);
}

/// The tile of that key, made if need be. Good until `tile_cache_free`, whatever else is asked for.
///
/// # Safety
/// `cache` is from `tile_cache_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tile_get(cache: *mut Cache, key: Key) -> *const Tile {
    if cache.is_null() || key.zoom > 22 {
        return std::ptr::null();
    }
    let cache = unsafe { &mut *cache };
    if let Some(at) = cache.slots.get(&key) {
        return &raw const *cache.tiles[*at];
    }
    let tile = Box::new(Tile::render(key));
    cache.slots.insert(key, cache.tiles.len());
    cache.tiles.push(tile);
    cache.tiles.last().map_or(std::ptr::null(), |t| &raw const **t)
}

#[unsafe(no_mangle)]
pub extern "C" fn tile_cache_len(cache: Option<&Cache>) -> usize {
    cache.map_or(0, |c| c.tiles.len())
}
