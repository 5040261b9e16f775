pub struct Doc(u32);

#[no_mangle]
pub extern "C" fn doc_open() -> Box<Doc> {
    Box::new(Doc(1))
}

#[no_mangle]
pub extern "C" fn doc_close(doc: Box<Doc>) {
    drop(doc);
}
