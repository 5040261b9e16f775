pub struct Playlist {
    songs: Vec<u32>,
}

#[no_mangle]
pub extern "C" fn playlist_new() -> *mut Playlist {
    Box::into_raw(Box::new(Playlist { songs: vec![1, 2, 3] }))
}

#[no_mangle]
pub unsafe extern "C" fn playlist_take(p: *mut Playlist, at: usize) -> u32 {
    let Some(p) = p.as_mut() else { return 0 };
    p.songs.remove(at)
}

#[no_mangle]
pub unsafe extern "C" fn playlist_free(p: *mut Playlist) {
    if !p.is_null() {
        drop(Box::from_raw(p));
    }
}
