use std::rc::Rc;
pub struct Parser { table: Rc<Vec<u32>> }
#[no_mangle]
pub extern "C" fn parser_new() -> *mut Parser { Box::into_raw(Box::new(Parser { table: Rc::new(vec![1, 2]) })) }
#[no_mangle]
pub unsafe extern "C" fn parser_run(p: *mut Parser, n: u32) -> u32 {
    let Some(p) = p.as_ref() else { return 0 };
    let table = Rc::clone(&p.table);
    table.get(n as usize).copied().unwrap_or(0)
}
#[no_mangle]
pub unsafe extern "C" fn parser_free(p: *mut Parser) { if !p.is_null() { drop(Box::from_raw(p)); } }
