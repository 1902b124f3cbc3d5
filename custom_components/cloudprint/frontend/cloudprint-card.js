var e={card_name:`Cloud Print`,card_description:`Print files, photos, text and saved documents, and follow the print jobs.`,config_title:`Title`,config_title_help:`Leave it empty to show none.`,config_device_id:`Printer`,config_device_id_help:`Leave it empty to choose the printer on the card.`,config_hide_documents:`Hide saved documents`,config_hide_text:`Hide the text box`,config_hide_queue:`Hide current print jobs`,config_hide_history:`Hide the history`,config_not_an_object:`The card's configuration must be a mapping of options.`,config_bad_option:`The card's option “{option}” cannot be “{value}”: {expected}.`,config_expects_text:`it must be text`,config_expects_switch:`it must be true or false`,loading:`Loading…`,printer:`Printer`,printer_choose:`Choose a printer`,status_idle:`Ready`,status_waiting:`Jobs waiting`,status_printing:`Printing`,status_offline:`Reported offline`,status_unavailable:`Service not reachable`,status_unknown:`State not known`,offline_hint:`The printer is reported offline. What you print now waits until it is back, or until it expires.`,unavailable_hint:`The print service cannot be reached. What you print now waits until it is back, or until it expires.`,empty_printers_title:`No printer yet`,empty_printers_text:`Add a printer to Cloud Print with the share code and verification code that the Zhimu Windows program shows.`,empty_printers_action:`Open the integration`,forbidden_title:`You may not print here`,forbidden_text:`Your user has no permission to control a printer. An administrator can grant it.`,forbidden_printer:`You may see this printer, but not print on it.`,missing_title:`This printer is gone`,missing_text:`The printer that this card was set up for is no longer there. Edit the card to choose another one.`,error_title:`The printers could not be loaded`,error_setup:`Cloud Print does not answer. Check that it is set up, and look at the log.`,disconnected:`No connection to Home Assistant. The card resumes when it is back.`,connection_lost:`The connection to Home Assistant was lost before it answered. Once it is back, check the print jobs before you try again.`,retry:`Try again`,compose:`What to print`,drop_title:`Drop files here`,drop_now:`Drop to print these files`,drop_hint:`PDF, Office, pictures, text. Pasting works, too.`,tap_title:`Choose what to print`,tap_hint:`PDF, Office, pictures, text`,choose_files:`Choose files`,add_files:`Add files`,take_photo:`Take a photo`,paste:`Paste`,paste_empty:`There is no picture, file or text in the clipboard.`,paste_no_file:`There is no picture or file in the clipboard.`,paste_denied:`The browser does not let the card read the clipboard. Press Ctrl+V (⌘V on a Mac), or choose the file instead.`,write_text:`Write a text`,text:`Text to print`,text_placeholder:`A note, a list, an address…`,markdown:`Format as Markdown: # heading, - list, **bold**`,markdown_placeholder:`# Shopping list`,text_name:`Text`,pasted_picture:`Pasted picture`,saved_documents:`Saved documents`,uploading:`Uploading {name}`,uploading_files:`Uploading the files`,uploading_percent:`{percent} of {size}`,processing:`Checking the file…`,cancel_upload:`Cancel upload`,upload_canceled:`The upload was canceled.`,upload_failed:`“{name}” could not be uploaded. {message}`,upload_no_connection:`The connection was lost.`,file_empty:`“{name}” is empty.`,file_folder:`“{name}” is a folder. Choose the files in it.`,file_ofd:`“{name}” is an OFD file, which cannot be printed. Download its PDF edition, or save it as a PDF in an OFD reader.`,file_too_large:`“{name}” is {size}; the limit is {limit}.`,file_unsupported:`“{name}” cannot be printed. Supported formats: {formats}.`,file_empty_short:`Skipped: the file is empty`,file_folder_short:`Skipped: a folder`,file_ofd_short:`Skipped: an OFD file; save it as a PDF first`,file_too_large_short:`Skipped: {size}; the limit is {limit}`,file_unsupported_short:`Skipped: this format cannot be printed`,formats:`Supported formats: {formats}.`,files:`Files`,files_one:`{count} file`,files_other:`{count} files`,files_limit:`You can print up to {limit} files at a time.`,files_left_out_one:`{count} file was left out.`,files_left_out_other:`{count} files were left out.`,files_hint:`The files are printed one after another. Each is a print job of its own.`,files_progress:`{done} of {count} sent`,files_failed_one:`{count} failed`,files_failed_other:`{count} failed`,file_waiting:`Waiting`,keep_open:`Keep this page open until all files are sent.`,stop:`Stop`,done:`Done`,close_files:`Close the list`,preview_alt:`First page of {name}`,preview_loading:`Making a preview…`,preview_none:`No preview for this kind of content`,encoding:`Encoding`,encoding_placeholder:`Choose or type`,encoding_unknown:`The encoding of “{name}” is not recognized. Choose it.`,encoding_mismatch:`“{name}” is not in this encoding. Choose another one.`,encoding_alone:`The encoding of the file is not recognized. Print it on its own to choose it.`,encoding_gb18030:`Simplified Chinese`,encoding_big5:`Traditional Chinese`,encoding_shift_jis:`Japanese`,encoding_euc_kr:`Korean`,encoding_windows_1252:`Western European`,encoding_windows_1251:`Cyrillic`,encoding_utf_16:`Unicode text`,password:`Password`,password_missing:`“{name}” is protected. Enter its password.`,password_wrong:`This password does not open “{name}”.`,password_alone:`The file needs a password. Print it on its own to enter it.`,remove:`Remove {name}`,pages_one:`{count} page`,pages_other:`{count} pages`,arrange:`Arrangement`,arrange_pages:`One per sheet`,arrange_grid:`Several per sheet`,arrange_photo:`Photos`,arrange_id_card:`ID card`,arrange_invoices:`Invoices`,arrange_id_photos:`ID photos`,arrange_booklet:`Booklet`,hint_id_card:`Front first, then back: both on one sheet, in their true size. If you took photos of the card, also choose “Straighten” below.`,hint_invoices:`Two on each sheet, with a line to cut along.`,hint_id_photos:`The paper is filled with them, with marks to cut along.`,hint_booklet:`Two pages on each side. Print on both sides, then fold in the middle.`,pictures_per_sheet:`Per sheet`,grid_size:`Or a size in millimeters, repeated`,own_size:`Or a size in millimeters`,picture_size:`Size`,size_page:`Whole sheet`,size_5_inch:`5 inch, 89 × 127 mm`,size_6_inch:`6 inch, 102 × 152 mm`,size_7_inch:`7 inch, 127 × 178 mm`,size_4x6:`4 × 6 in`,size_10x15:`10 × 15 cm`,size_1_inch:`1 inch, 25 × 35 mm`,size_2_inch:`2 inch, 35 × 49 mm`,size_22x32:`Small 1 inch, 22 × 32 mm`,size_33x48:`Chinese passport, 33 × 48 mm`,size_35x45:`European passport, 35 × 45 mm`,size_51x51:`US passport, 51 × 51 mm`,picture_fit:`If the shape differs`,fit_fit:`Show all of it`,fit_fill:`Fill, cut the rest`,clean_up:`Clean up photos and scans of pages`,clean_up_off:`Off`,clean_up_straighten:`Straighten`,clean_up_color:`Color`,clean_up_grey:`Gray`,clean_up_black:`Black on white`,corners_finding:`Looking for the pages in the photos…`,design_open:`Edit and arrange`,design_limit:`One print can have up to {limit} files with {size} in total.`,design_failed:`A file could not be uploaded. Try it again, or remove it.`,design_not_arranged:`“{name}” cannot be put on one print with the others. Print it on its own.`,probably_printed:`The connection was lost before the last print was answered, and its files are no longer kept. They have probably been printed. Check the print jobs. To print them again, choose the files again.`,uploaded_again:`The files were no longer kept and are uploaded again. Then print once more.`,print_together:`Print as one`,print_separately:`Print each on its own`,sheets_one:`{count} printed side`,sheets_other:`{count} printed sides`,sheet_position:`Side {position} of {count}`,sheet_before:`Previous side`,sheet_after:`Next side`,sheets_not_shown:`The others are not shown, but printed.`,item_position:`{name}: {position} of {count}`,item_rotated:`{name}: rotated by {degrees}°`,move_left:`Move left`,move_right:`Move right`,rotate_left:`Rotate left`,rotate_right:`Rotate right`,crop:`Crop`,corners:`Corners of the page`,edit_crop:`Crop`,edit_crop_hint:`Drag the corners, or move them with the arrow keys; with Shift, they move further.`,edit_corners:`Corners of the page`,edit_corners_hint:`Drag each circle to a corner of the page, or use the arrow keys; with Shift, they move further.`,edit_reset:`Reset`,edit_cancel:`Cancel`,corners_found:`As found`,corners_full:`Whole picture`,corner_upper_left:`Upper left corner`,corner_upper_right:`Upper right corner`,corner_lower_right:`Lower right corner`,corner_lower_left:`Lower left corner`,corner_place:`{left} from the left, {top} from the top`,options:`Print options`,as_last_time:`As last time`,as_last_time_reset:`{name} as last time: use the default`,fallback_not_offered:`This will be one-sided, not two-sided as last time: the printer does not offer it.`,fallback_trays_missing:`This will be one-sided, not two-sided as last time: the two questions about turning the paper are not answered.`,fallback_not_made_here:`This will be one-sided, not two-sided as last time: the print service lays this out, so that the paper cannot be turned by hand.`,fallback_some:`Only PDF files are printed two-sided as last time, the others one-sided: the print service lays them out, so that the paper cannot be turned by hand.`,fallback_forget:`Do not remember`,printer_default:`Printer's default`,default_is:`Default: {value}`,as_saved:`As saved`,copies:`Copies`,fewer_copies:`Fewer copies`,more_copies:`More copies`,copies_invalid:`Enter a number from {lowest} to {highest}.`,color:`Color`,color_color:`Color`,color_monochrome:`Black and white`,sides:`Sides`,sides_one_sided:`One-sided`,sides_two_sided_long_edge:`Two-sided, long edge`,sides_two_sided_short_edge:`Two-sided, short edge`,paper:`Paper`,page_ranges:`Pages`,page_ranges_placeholder:`All, or 1-3, 5`,page_ranges_invalid:`Enter pages such as 1-3, 5.`,page_set:`Odd or even`,page_set_all:`All pages`,page_set_odd:`Odd pages`,page_set_even:`Even pages`,page_order:`Order`,page_order_forward:`First page first`,page_order_reverse:`Last page first`,by_hand:`By hand: the front sides are printed first. Once they are out, the card says how to put the paper back for the other sides.`,trays_missing:`This printer prints on one side only. Before you can turn the paper by hand, two questions have to be answered.`,trays_missing_ask:`This printer prints on one side only. Before you can turn the paper by hand, an administrator has to choose both sides on this card once, and answer two questions.`,trays_answer:`Answer the questions`,trays_change:`Change the answers`,trays_title:`Print on both sides by hand`,trays_intro:`First the front sides are printed, and once you have put the stack back, the other sides. For the pages to match, two questions have to be answered once.`,trays_mark:`Draw a cross on the upper side of the top sheet in the paper tray, and put the sheet back as it was. Then print a page, and look at how it comes out before you take it.`,trays_test:`Print a test page`,trays_test_sent:`The test page was sent.`,trays_test_name:`Test page`,trays_test_text:`This is the printed side.`,trays_output:`How does the page come out?`,trays_output_face_down:`1: The printed side is below, so that you see a blank sheet`,trays_output_face_up:`2: The printed side is above, so that you can read it`,trays_input:`Where is the cross?`,trays_input_upper_side:`1: On the printed side`,trays_input_lower_side:`2: On the blank side`,trays_forget:`Remove the answers`,trays_kept:`What to do with the stack`,trays_kept_when:`When the front sides are out:`,save:`Save`,save_document:`Save as document`,save_document_hint:`It keeps the files and these options.`,document_name:`Name`,document_name_label:`Name of the document`,document_saved:`“{name}” is saved. Print it from this card, with its button in Home Assistant, or, if spoken commands are on, by saying “Print {name}”.`,print:`Print`,print_files_one:`Print {count} file`,print_files_other:`Print {count} files`,retry_files_one:`Try {count} file again`,retry_files_other:`Try {count} files again`,printing_now:`Sending…`,busy_wait:`Wait until this is done, then add more.`,uncertain_wait:`The connection was lost before this print was answered. It may have been printed already. Press Print again, which does not print it twice, or remove it. Then add more.`,jobs:`Print jobs`,jobs_empty:`No print job at the moment.`,jobs_failed:`The print jobs could not be loaded. {message}`,jobs_not_printed_one:`{count} print job was not printed; the rest was sent. Print only this job again, from the list.`,jobs_not_printed_other:`{count} print jobs were not printed; the rest was sent. Print only these jobs again, from the list.`,show_all:`Show all {count}`,show_fewer:`Show fewer`,state_held:`Held`,state_submitting:`Submitting`,state_submitted:`Submitted`,state_queued:`Queued`,state_printing:`Printing`,state_finished:`Finished`,state_failed:`Failed`,state_canceled:`Canceled`,state_unconfirmed:`Unconfirmed`,state_expired:`Expired`,state_other:`State not known`,reason_order:`waiting for earlier jobs`,reason_service:`the service cannot be reached`,reason_authentication:`the service does not accept the AppKey`,reason_quiet_hours:`quiet hours`,reason_printer_offline:`the printer is reported offline`,reason_printer_gone:`the printer is no longer shared`,reason_turn_paper:`the paper has to be turned`,reason_refused:`the service refused it`,reason_task_error:`the printer reported an error, without a reason`,reason_content_gone:`the content is no longer kept`,reason_no_answer:`the service did not answer`,reason_interrupted:`Home Assistant stopped while sending it`,reason_task_unknown:`the service does not know the job`,reason_no_final_state:`the service never reported a result`,reason_partly_printed:`only a part was printed`,reason_restored:`restored from a backup`,reason_by_hand:`confirmed by a user`,expires_at:`expires {time}`,requested_by:`requested by {name}`,cancel:`Cancel`,cancel_job:`Cancel {name}`,release:`Release held jobs`,reprint:`Print again`,reprint_job:`Print {name} again`,reprint_question:`Print {copies} of “{name}” again on {printer}?`,copies_count_one:`{count} copy`,copies_count_other:`{count} copies`,reprint_not:`Do not print`,warning_characters_missing:`Home Assistant has no font for some characters of this PDF. They will be missing on paper: check the preview.`,warning_clean_up_ignored:`Only pictures and scanned pages can be cleaned up. Other pages are printed as they are: check the preview.`,warning_collate_ignored:`The service did not take the order of the copies as asked. Check their order.`,warning_collate_unsupported:`The printer does not report that it can sort copies like this. Check their order.`,warning_color_ignored:`The service did not take the color setting as asked. Check the colors.`,warning_color_unsupported:`The printer does not report this color setting. Check the colors.`,warning_copies_ignored:`The service did not take the number of copies as asked. Check how many were printed.`,warning_copies_unsupported:`The printer does not report that it can make these copies. Check that all of them were printed.`,warning_dpi_unsupported:`The printer does not report this resolution. Check how sharp the print is.`,warning_format_undocumented:`The service does not say that it prints this kind of Office file. Check what it printed, or save the file as DOCX, XLSX or PPTX.`,warning_lines_missing:`Some lines of this PDF cannot be drawn completely: check the preview.`,warning_linked_files_missing:`This page refers to pictures, styles or scripts in other files. They will be missing on paper: print the page as a PDF.`,warning_orientation_ignored:`The service did not take the orientation as asked. Check that the pages are the right way round.`,warning_orientation_unsupported:`The printer does not report this orientation. Check that the pages are the right way round.`,warning_page_not_found:`No page was found in a photo, which is printed whole and not straightened. If there is one, move the corners yourself.`,warning_page_ranges_ignored:`The service did not take the pages as asked. Check which pages were printed.`,warning_pages_ambiguous:`There may be more than one page in a photo. Check the preview, and move the corners if it is the wrong one.`,warning_pages_per_sheet_ignored:`The service did not take the pages per sheet as asked. Check the sheets.`,warning_paper_ignored:`The service did not take the paper as asked. Check its size.`,warning_quality_ignored:`The service did not take the quality as asked. Check the print.`,warning_quality_unsupported:`The printer does not report this quality. Check the print.`,warning_sides_ignored:`The service did not take one or two sides as asked. Check the sheets.`,warning_sides_unsupported:`This is printed on one side: the pages cannot be turned by hand.`,warning_other:`The printer may not do everything that was asked. Check what it printed.`,side_front:`front sides`,side_back:`other sides`,name_front:`{name}, front sides`,name_back:`{name}, other sides`,turn_later:`The front sides are printed first. When they are out, you read here how to put the paper back.`,turn_fronts_first:`waiting for the front sides`,turn_fronts_missing:`the front sides were not printed`,turn_too_late:`the paper was not turned in time`,turn_announced:`{name}: the front sides are out. Put the paper back for the other sides.`,turn_question:`Are all front sides out?`,turn_keep:`Take out the whole stack without sorting it. Do not turn it over: put it back into the paper tray as it lies, and the edge that came out first goes in first.`,turn_over:`Take out the whole stack without sorting it, turn it over, and put it back into the paper tray: the edge that came out first goes in first.`,turn_unknown:`Put the whole stack back into the paper tray without sorting it, so that the blank sides are printed: the edge that came out first goes in first.`,turned:`Print the other sides`,turned_job:`Print the other sides: {name}`,turn_drop:`Drop them`,turn_drop_job:`Drop them: {name}`,did_it_print:`Did it print?`,did_it_print_hint:`Check the printer first: you can't take back a second copy.`,decide_printed:`It printed`,decide_printed_job:`It printed: {name}`,decide_print_again:`Print again`,decide_print_again_job:`Print again: {name}`,decide_forget:`It no longer matters`,decide_forget_job:`It no longer matters: {name}`,job_announced:`{name}: {state}`,action_failed:`“{name}”: {message}`,dismiss:`Dismiss`,history:`History`,history_empty:`Nothing has been printed yet.`,history_empty_filtered:`No job in this state.`,filter:`State`,filter_all:`All`,show_more:`Show more`},t={en:e,"zh-Hans":{card_name:`云打印`,card_description:`打印文件、照片、文字和常用文档，随时看到打印结果。`,config_title:`标题`,config_title_help:`留空则不显示标题。`,config_device_id:`打印机`,config_device_id_help:`留空则在卡片上选择打印机。`,config_hide_documents:`隐藏常用文档`,config_hide_text:`隐藏文字输入`,config_hide_queue:`隐藏当前打印任务`,config_hide_history:`隐藏历史记录`,config_not_an_object:`卡片的配置必须是一组选项。`,config_bad_option:`卡片选项“{option}”不能是“{value}”：{expected}。`,config_expects_text:`应为文字`,config_expects_switch:`应为 true 或 false`,loading:`正在加载…`,printer:`打印机`,printer_choose:`选择打印机`,status_idle:`就绪`,status_waiting:`有任务在等待`,status_printing:`正在打印`,status_offline:`离线`,status_unavailable:`无法连接服务`,status_unknown:`状态未知`,offline_hint:`打印机离线。现在打印的内容会等到它恢复，过期则不再打印。`,unavailable_hint:`无法连接打印服务。现在打印的内容会等到服务恢复，过期则不再打印。`,empty_printers_title:`还没有打印机`,empty_printers_text:`请用智睦云打印服务端显示的共享码和验证码，在云打印中添加打印机。`,empty_printers_action:`打开集成`,forbidden_title:`您没有打印权限`,forbidden_text:`您的用户无权控制打印机。请联系这个 Home Assistant 的管理员。`,forbidden_printer:`您可以查看这台打印机，但不能用它打印。`,missing_title:`找不到这台打印机`,missing_text:`这张卡片指定的打印机已不存在。请编辑卡片，另选一台。`,error_title:`无法加载打印机`,error_setup:`云打印没有响应。请检查集成是否已设置好，并查看日志。`,disconnected:`与 Home Assistant 的连接已断开，恢复后卡片会继续工作。`,connection_lost:`Home Assistant 尚未回应，连接就断开了。恢复后请先查看打印任务，再决定是否重试。`,retry:`重试`,compose:`打印内容`,drop_title:`把文件拖到这里`,drop_now:`松开即可选用`,drop_hint:`支持 PDF、Office、图片、文本，也可直接粘贴。`,tap_title:`选择要打印的内容`,tap_hint:`支持 PDF、Office、图片、文本`,choose_files:`选择文件`,add_files:`添加文件`,take_photo:`拍照`,paste:`粘贴`,paste_empty:`剪贴板里没有图片、文件或文字。`,paste_no_file:`剪贴板里没有图片或文件。`,paste_denied:`浏览器不允许卡片读取剪贴板。请按 Ctrl+V（Mac 上按 ⌘V），或直接选择文件。`,write_text:`输入文字`,text:`要打印的文字`,text_placeholder:`便条、清单、地址…`,markdown:`按 Markdown 排版：# 标题、- 列表、**粗体**`,markdown_placeholder:`# 购物清单`,text_name:`文字`,pasted_picture:`粘贴的图片`,saved_documents:`常用文档`,uploading:`正在上传“{name}”`,uploading_files:`正在上传文件`,uploading_percent:`{percent}，共 {size}`,processing:`正在检查文件…`,cancel_upload:`取消上传`,upload_canceled:`已取消上传。`,upload_failed:`“{name}”没有上传成功。{message}`,upload_no_connection:`连接中断了。`,file_empty:`“{name}”是空文件。`,file_folder:`“{name}”是文件夹，请选择其中的文件。`,file_ofd:`“{name}”是 OFD 文件，无法打印。请下载开票方提供的 PDF 版，或用 OFD 阅读器另存为 PDF。`,file_too_large:`“{name}”大小为 {size}，最大只能打印 {limit}。`,file_unsupported:`“{name}”无法打印。可以打印的格式：{formats}。`,file_empty_short:`已跳过：空文件`,file_folder_short:`已跳过：文件夹`,file_ofd_short:`已跳过：OFD 文件，请先另存为 PDF`,file_too_large_short:`已跳过：大小为 {size}，上限为 {limit}`,file_unsupported_short:`已跳过：不支持此格式`,formats:`可以打印的格式：{formats}。`,files:`文件`,files_one:`{count} 个文件`,files_other:`{count} 个文件`,files_limit:`一次最多打印 {limit} 个文件。`,files_left_out_one:`有 {count} 个未加入。`,files_left_out_other:`有 {count} 个未加入。`,files_hint:`文件会逐个打印，每个文件是一个打印任务。`,files_progress:`已发送 {done}/{count}`,files_failed_one:`{count} 个失败`,files_failed_other:`{count} 个失败`,file_waiting:`等待中`,keep_open:`全部发送之前，请不要关闭此页面。`,stop:`停止`,done:`完成`,close_files:`关闭列表`,preview_alt:`“{name}”的第一页`,preview_loading:`正在生成预览…`,preview_none:`此类内容没有预览`,encoding:`编码`,encoding_placeholder:`选择或输入`,encoding_unknown:`无法识别“{name}”的文字编码，请选择。`,encoding_mismatch:`“{name}”不是这种编码，请换一种。`,encoding_alone:`无法识别此文件的文字编码。请单独打印，以便选择编码。`,encoding_gb18030:`简体中文`,encoding_big5:`繁体中文`,encoding_shift_jis:`日文`,encoding_euc_kr:`韩文`,encoding_windows_1252:`西欧文字`,encoding_windows_1251:`西里尔文字`,encoding_utf_16:`Unicode 文本`,password:`密码`,password_missing:`“{name}”受密码保护，请输入密码。`,password_wrong:`密码不对，打不开“{name}”。`,password_alone:`此文件需要密码。请单独打印，以便输入密码。`,remove:`移除“{name}”`,pages_one:`{count} 页`,pages_other:`{count} 页`,arrange:`排版`,arrange_pages:`每页单独一张纸`,arrange_grid:`拼图`,arrange_photo:`照片`,arrange_id_card:`身份证正反面`,arrange_invoices:`发票`,arrange_id_photos:`证件照`,arrange_booklet:`小册子`,hint_id_card:`先放正面，再放反面，按实际大小印在同一张纸上。如果是拍的照片，建议同时选用下面的“仅拉正”。`,hint_invoices:`每张纸印两份，中间有裁切线。`,hint_id_photos:`排满整张纸，并印出裁切标记。`,hint_booklet:`每面印两页，双面打印后对折成册。`,pictures_per_sheet:`每张纸图片数`,grid_size:`或按指定尺寸排满（毫米）`,own_size:`或自定义尺寸（毫米）`,picture_size:`尺寸`,size_page:`整页`,size_5_inch:`5 寸`,size_6_inch:`6 寸`,size_7_inch:`7 寸`,size_4x6:`4×6 英寸`,size_10x15:`10×15 厘米`,size_1_inch:`1 寸证件照`,size_2_inch:`2 寸证件照`,size_22x32:`小一寸 22 × 32 毫米`,size_33x48:`中国护照 33 × 48 毫米`,size_35x45:`欧洲护照 35 × 45 毫米`,size_51x51:`美国护照 51 × 51 毫米`,picture_fit:`比例不符时`,fit_fit:`完整显示`,fit_fill:`填满裁边`,clean_up:`扫描效果`,clean_up_off:`关闭`,clean_up_straighten:`仅拉正`,clean_up_color:`彩色`,clean_up_grey:`灰度`,clean_up_black:`黑白`,corners_finding:`正在识别页面边缘…`,design_open:`编辑和排版`,design_limit:`一次最多排 {limit} 个文件，共 {size}。`,design_failed:`有文件没有上传成功，请重试或移除。`,design_not_arranged:`“{name}”不能和其他文件排在一起，请单独打印。`,probably_printed:`上次打印尚未回应，连接就断开了；文件现已不再保留，很可能已经打印。请先查看打印任务；如需再次打印，请重新选择文件。`,uploaded_again:`文件保留时间已过，正在重新上传，完成后请再按一次打印。`,print_together:`合并打印`,print_separately:`逐个打印`,sheets_one:`共 {count} 面`,sheets_other:`共 {count} 面`,sheet_position:`第 {position} 面，共 {count} 面`,sheet_before:`上一面`,sheet_after:`下一面`,sheets_not_shown:`其余的不在此显示，但会打印。`,item_position:`{name}：第 {position} 个，共 {count} 个`,item_rotated:`{name}：已旋转 {degrees}°`,move_left:`左移`,move_right:`右移`,rotate_left:`向左旋转`,rotate_right:`向右旋转`,crop:`裁剪`,corners:`调整四角`,edit_crop:`裁剪`,edit_crop_hint:`拖动四角，或用方向键微调；按住 Shift 移动更快。`,edit_corners:`调整四角`,edit_corners_hint:`把圆点拖到页面的四个角，或用方向键微调；按住 Shift 移动更快。`,edit_reset:`还原`,edit_cancel:`取消`,corners_found:`自动识别`,corners_full:`整张照片`,corner_upper_left:`左上角`,corner_upper_right:`右上角`,corner_lower_right:`右下角`,corner_lower_left:`左下角`,corner_place:`距左边 {left}，距上边 {top}`,options:`打印选项`,as_last_time:`沿用上次`,as_last_time_reset:`{name}：沿用上次，点按恢复默认`,fallback_not_offered:`这次打印单面，没有沿用上次的双面：打印机不支持。`,fallback_trays_missing:`这次打印单面，没有沿用上次的双面：还没有回答关于翻纸的两个问题。`,fallback_not_made_here:`这次打印单面，没有沿用上次的双面：内容由打印服务排版，无法手动翻纸打印双面。`,fallback_some:`只有 PDF 文件沿用上次的双面，其余文件打印单面：它们由打印服务排版，无法手动翻纸打印双面。`,fallback_forget:`不再沿用`,printer_default:`打印机默认`,default_is:`默认：{value}`,as_saved:`按文档保存的设置`,copies:`份数`,fewer_copies:`减少份数`,more_copies:`增加份数`,copies_invalid:`请输入 {lowest} 到 {highest} 之间的数字。`,color:`颜色`,color_color:`彩色`,color_monochrome:`黑白`,sides:`单双面`,sides_one_sided:`单面`,sides_two_sided_long_edge:`双面，长边翻转`,sides_two_sided_short_edge:`双面，短边翻转`,paper:`纸张`,page_ranges:`页码范围`,page_ranges_placeholder:`全部，或 1-3, 5`,page_ranges_invalid:`请输入页码，例如 1-3, 5。`,page_set:`奇偶页`,page_set_all:`全部页面`,page_set_odd:`仅奇数页`,page_set_even:`仅偶数页`,page_order:`顺序`,page_order_forward:`从首页开始`,page_order_reverse:`倒序，从末页开始`,by_hand:`手动双面：先打印正面，打完后卡片会提示怎样放回纸张再打印反面。`,trays_missing:`这台打印机只能单面打印。手动翻纸前，需要先回答两个问题。`,trays_missing_ask:`这台打印机只能单面打印。手动翻纸前，请管理员先在此卡片上选一次双面，并回答两个问题。`,trays_answer:`回答问题`,trays_change:`修改回答`,trays_title:`手动双面打印`,trays_intro:`先打印正面，把整叠纸放回纸盒后再打印反面。为了让页面前后对应，需要回答两个问题，只问一次。`,trays_mark:`在纸盒最上面那张纸朝上的一面画个叉，按原样放回。然后打印一页，取出之前先看看它是怎么出来的。`,trays_test:`打印测试页`,trays_test_sent:`测试页已发送。`,trays_test_name:`测试页`,trays_test_text:`这是打印的一面。`,trays_output:`纸是怎么出来的？`,trays_output_face_down:`1：打印面朝下，看到的是白纸`,trays_output_face_up:`2：打印面朝上，看得到内容`,trays_input:`叉在哪一面？`,trays_input_upper_side:`1：在打印的一面`,trays_input_lower_side:`2：在空白的一面`,trays_forget:`清除回答`,trays_kept:`怎样放回整叠纸`,trays_kept_when:`正面打完后：`,save:`保存`,save_document:`存为常用文档`,save_document_hint:`会保留文件和当前的打印选项。`,document_name:`名称`,document_name_label:`文档名称`,document_saved:`“{name}”已存为常用文档。以后可以在此卡片上打印，也可以按 Home Assistant 中的按钮；开启语音命令后，还可以说“打印{name}”。`,print:`打印`,print_files_one:`打印 {count} 个文件`,print_files_other:`打印 {count} 个文件`,retry_files_one:`重试 {count} 个文件`,retry_files_other:`重试 {count} 个文件`,printing_now:`正在发送…`,busy_wait:`请等当前操作完成，再添加新的。`,uncertain_wait:`这次打印尚未回应，连接就断开了，可能已经打印。请再按一次打印（不会重复打印），或先移除当前内容，再添加新的。`,jobs:`打印任务`,jobs_empty:`目前没有打印任务。`,jobs_failed:`无法加载打印任务。{message}`,jobs_not_printed_one:`有 {count} 个打印任务没有打印成功，其余已发送。请在任务列表中只重新打印这一个。`,jobs_not_printed_other:`有 {count} 个打印任务没有打印成功，其余已发送。请在任务列表中只重新打印这几个。`,show_all:`显示全部 {count} 个`,show_fewer:`收起`,state_held:`暂缓`,state_submitting:`提交中`,state_submitted:`已提交`,state_queued:`排队中`,state_printing:`正在打印`,state_finished:`已完成`,state_failed:`失败`,state_canceled:`已取消`,state_unconfirmed:`未确认`,state_expired:`已过期`,state_other:`状态未知`,reason_order:`等待前面的任务`,reason_service:`无法连接服务`,reason_authentication:`服务不接受 AppKey`,reason_quiet_hours:`免打扰时段`,reason_printer_offline:`打印机离线`,reason_printer_gone:`打印机已不再共享`,reason_turn_paper:`等待翻纸`,reason_refused:`服务拒绝了此任务`,reason_task_error:`打印机报错，未说明原因`,reason_content_gone:`打印内容已不再保留`,reason_no_answer:`服务没有回应`,reason_interrupted:`发送时 Home Assistant 停止了`,reason_task_unknown:`服务找不到此任务`,reason_no_final_state:`服务一直没有给出结果`,reason_partly_printed:`只打印了一部分`,reason_restored:`来自备份`,reason_by_hand:`已由用户确认`,expires_at:`{time} 过期`,requested_by:`发起者：{name}`,cancel:`取消`,cancel_job:`取消“{name}”`,release:`立即打印暂缓的任务`,reprint:`重新打印`,reprint_job:`重新打印“{name}”`,reprint_question:`要用{printer}重新打印 {copies}“{name}”吗？`,copies_count_one:`{count} 份`,copies_count_other:`{count} 份`,reprint_not:`不打印`,warning_characters_missing:`Home Assistant 没有此 PDF 中部分文字的字体，打印出来会缺字，请查看预览。`,warning_clean_up_ignored:`扫描效果只适用于图片和扫描的页面，其他页面按原样打印，请查看预览。`,warning_collate_ignored:`服务未按要求设置逐份打印，请检查打印顺序。`,warning_collate_unsupported:`打印机未注明支持这种逐份打印方式，请检查打印顺序。`,warning_color_ignored:`服务未按要求设置颜色，请检查打印效果。`,warning_color_unsupported:`打印机未注明支持所选颜色，请检查打印效果。`,warning_copies_ignored:`服务未按要求设置份数，请检查打印了几份。`,warning_copies_unsupported:`打印机未注明支持这样的份数，请检查是否已全部打印。`,warning_dpi_unsupported:`打印机未注明支持所选分辨率，请检查清晰度。`,warning_format_undocumented:`服务未注明支持这种 Office 文件，请检查打印结果，或另存为 DOCX、XLSX 或 PPTX 再打印。`,warning_lines_missing:`此 PDF 中有些线条无法完整绘制，请查看预览。`,warning_linked_files_missing:`此网页引用了本地的图片、样式或脚本文件，打印时会缺失，建议另存为 PDF 再打印。`,warning_orientation_ignored:`服务未按要求设置方向，请检查页面方向。`,warning_orientation_unsupported:`打印机未注明支持所选方向，请检查页面方向。`,warning_page_not_found:`照片中未找到页面，将打印整张照片，不做拉正。如果照片里有页面，请手动调整四角。`,warning_page_ranges_ignored:`服务未按要求设置页码范围，请检查打印了哪些页。`,warning_pages_ambiguous:`照片里可能不止一页，请查看预览；如果选错了，请手动调整四角。`,warning_pages_per_sheet_ignored:`服务未按要求设置每张页数，请检查打印结果。`,warning_paper_ignored:`服务未按要求设置纸张，请检查纸张大小。`,warning_quality_ignored:`服务未按要求设置质量，请检查打印效果。`,warning_quality_unsupported:`打印机未注明支持所选质量，请检查打印效果。`,warning_sides_ignored:`服务未按要求设置单面或双面，请检查打印结果。`,warning_sides_unsupported:`此内容无法手动双面打印，已改为单面。`,warning_other:`打印机可能无法满足全部要求，请检查打印结果。`,side_front:`正面`,side_back:`反面`,name_front:`{name}（正面）`,name_back:`{name}（反面）`,turn_later:`先打印正面。打完后，这里会提示怎样放回纸张。`,turn_fronts_first:`等待正面打完`,turn_fronts_missing:`正面没有打印`,turn_too_late:`没有及时翻纸`,turn_announced:`{name}：正面已打完，请放回纸张打印反面。`,turn_question:`正面都打完了吗？`,turn_keep:`取出整叠纸，不要打乱顺序，也不要翻面，直接放回纸盒，让先出来的那一边先进纸。`,turn_over:`取出整叠纸，不要打乱顺序，整叠翻面后放回纸盒，让先出来的那一边先进纸。`,turn_unknown:`把整叠纸放回纸盒，不要打乱顺序，确保打印在空白的一面，并让先出来的那一边先进纸。`,turned:`打印反面`,turned_job:`打印反面：{name}`,turn_drop:`不打印反面了`,turn_drop_job:`不打印反面了：{name}`,did_it_print:`打印出来了吗？`,did_it_print_hint:`请先看看打印机有没有打出来：多打的纸收不回来。`,decide_printed:`已打印`,decide_printed_job:`已打印：{name}`,decide_print_again:`重新打印`,decide_print_again_job:`重新打印：{name}`,decide_forget:`不用管它`,decide_forget_job:`不用管它：{name}`,job_announced:`{name}：{state}`,action_failed:`“{name}”：{message}`,dismiss:`关闭`,history:`历史记录`,history_empty:`还没有打印过。`,history_empty_filtered:`没有此状态的任务。`,filter:`状态`,filter_all:`全部`,show_more:`显示更多`}},n=class{constructor(e){this.language=e?.toLowerCase().startsWith(`zh`)?`zh-Hans`:`en`,this.plural=new Intl.PluralRules(this.language)}localize(e,n={}){return t[this.language][e].replace(/\{(\w+)\}/g,(e,t)=>t in n?String(n[t]):e)}localizeCount(e,t){let n=this.plural.select(t)===`one`?`one`:`other`;return this.localize(`${e}_${n}`,{count:t})}localizeValue(e,t,n){let i=`${e}_${t}`;return this.localize(r(i)?i:n)}};function r(t){return Object.hasOwn(e,t)}var i=`cloudprint-card`,a=[`title`,`device_id`],o=[`hide_documents`,`hide_text`,`hide_queue`,`hide_history`];function s(){return new n(document.documentElement.lang)}function c(e){let t=s();if(typeof e!=`object`||!e||Array.isArray(e))throw Error(t.localize(`config_not_an_object`));let n=e,r=(e,r,i)=>{for(let a of e){let e=n[a];if(e!=null&&typeof e!==r)throw Error(t.localize(`config_bad_option`,{option:a,value:JSON.stringify(e),expected:t.localize(i)}))}};return r(a,`string`,`config_expects_text`),r(o,`boolean`,`config_expects_switch`),Object.fromEntries(Object.entries(n).filter(([,e])=>e!==null&&e!==``))}function l(){return{schema:[{name:`device_id`,selector:{device:{entity:[{integration:`cloudprint`,domain:`event`}]}}},{name:`title`,selector:{text:{}}},{type:`grid`,name:``,schema:o.map(e=>({name:e,selector:{boolean:{}}}))}],computeLabel:({name:e})=>[...a,...o].includes(e)?s().localize(`config_${e}`):void 0,computeHelper:({name:e})=>a.includes(e)?s().localize(`config_${e}_help`):void 0}}function u(e,t){let n=e.entities[t];if(n?.platform!==`cloudprint`||n.translation_key!==`status`)return null;let{device_id:r}=n;return{config:{type:`custom:${i}`,...r?{device_id:r}:{}}}}var d={type:i,preview:!0,documentationURL:`https://github.com/cloudprint-ha/cloudprint/blob/main/docs/card.md`,get name(){return s().localize(`card_name`)},get description(){return s().localize(`card_description`)},getEntitySuggestion:u},f=globalThis,p=f.ShadowRoot&&(f.ShadyCSS===void 0||f.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,m=Symbol(),ee=new WeakMap,te=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==m)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(p&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=ee.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&ee.set(t,e))}return e}toString(){return this.cssText}},ne=e=>new te(typeof e==`string`?e:e+``,void 0,m),h=(e,...t)=>new te(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,m),re=(e,t)=>{if(p)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=f.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},ie=p?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return ne(t)})(e):e,{is:ae,defineProperty:oe,getOwnPropertyDescriptor:se,getOwnPropertyNames:ce,getOwnPropertySymbols:le,getPrototypeOf:ue}=Object,de=globalThis,fe=de.trustedTypes,pe=fe?fe.emptyScript:``,me=de.reactiveElementPolyfillSupport,g=(e,t)=>e,he={toAttribute(e,t){switch(t){case Boolean:e=e?pe:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},ge=(e,t)=>!ae(e,t),_e={attribute:!0,type:String,converter:he,reflect:!1,useDefault:!1,hasChanged:ge};Symbol.metadata??=Symbol(`metadata`),de.litPropertyMetadata??=new WeakMap;var _=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=_e){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&oe(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=se(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??_e}static _$Ei(){if(this.hasOwnProperty(g(`elementProperties`)))return;let e=ue(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(g(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(g(`properties`))){let e=this.properties,t=[...ce(e),...le(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(ie(e))}else e!==void 0&&t.push(ie(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return re(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?he:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?he:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??ge)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};_.elementStyles=[],_.shadowRootOptions={mode:`open`},_[g(`elementProperties`)]=new Map,_[g(`finalized`)]=new Map,me?.({ReactiveElement:_}),(de.reactiveElementVersions??=[]).push(`2.1.2`);var ve=globalThis,ye=e=>e,be=ve.trustedTypes,xe=be?be.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,Se=`$lit$`,v=`lit$${Math.random().toFixed(9).slice(2)}$`,Ce=`?`+v,we=`<${Ce}>`,y=document,b=()=>y.createComment(``),x=e=>e===null||typeof e!=`object`&&typeof e!=`function`,Te=Array.isArray,Ee=e=>Te(e)||typeof e?.[Symbol.iterator]==`function`,De=`[ 	
\f\r]`,S=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Oe=/-->/g,ke=/>/g,C=RegExp(`>|${De}(?:([^\\s"'>=/]+)(${De}*=${De}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),Ae=/'/g,je=/"/g,Me=/^(?:script|style|textarea|title)$/i,Ne=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),w=Ne(1),T=Ne(2),E=Symbol.for(`lit-noChange`),D=Symbol.for(`lit-nothing`),Pe=new WeakMap,O=y.createTreeWalker(y,129);function Fe(e,t){if(!Te(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return xe===void 0?t:xe.createHTML(t)}var Ie=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=S;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===S?c[1]===`!--`?o=Oe:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=C):(Me.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=C):o=ke:o===C?c[0]===`>`?(o=i??S,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?C:c[3]===`"`?je:Ae):o===je||o===Ae?o=C:o===Oe||o===ke?o=S:(o=C,i=void 0);let d=o===C&&e[t+1].startsWith(`/>`)?` `:``;a+=o===S?n+we:l>=0?(r.push(s),n.slice(0,l)+Se+n.slice(l)+v+d):n+v+(l===-2?t:d)}return[Fe(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},Le=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Ie(t,n);if(this.el=e.createElement(l,r),O.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=O.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(Se)){let t=u[o++],n=i.getAttribute(e).split(v),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Be:r[1]===`?`?Ve:r[1]===`@`?He:A}),i.removeAttribute(e)}else e.startsWith(v)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(Me.test(i.tagName)){let e=i.textContent.split(v),t=e.length-1;if(t>0){i.textContent=be?be.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],b()),O.nextNode(),c.push({type:2,index:++a});i.append(e[t],b())}}}else if(i.nodeType===8){if(i.data===Ce)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(v,e+1))!==-1;)c.push({type:7,index:a}),e+=v.length-1}}a++}}static createElement(e,t){let n=y.createElement(`template`);return n.innerHTML=e,n}};function k(e,t,n=e,r){if(t===E)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=x(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=k(e,i._$AS(e,t.values),i,r)),t}var Re=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??y).importNode(t,!0);O.currentNode=r;let i=O.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new ze(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new Ue(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=O.nextNode(),a++)}return O.currentNode=y,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},ze=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=D,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=k(this,e,t),x(e)?e===D||e==null||e===``?(this._$AH!==D&&this._$AR(),this._$AH=D):e!==this._$AH&&e!==E&&this._(e):e._$litType$===void 0?e.nodeType===void 0?Ee(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==D&&x(this._$AH)?this._$AA.nextSibling.data=e:this.T(y.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=Le.createElement(Fe(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Re(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Pe.get(e.strings);return t===void 0&&Pe.set(e.strings,t=new Le(e)),t}k(t){Te(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(b()),this.O(b()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ye(e).nextSibling;ye(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},A=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=D,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=D}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=k(this,e,t,0),a=!x(e)||e!==this._$AH&&e!==E,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=k(this,r[n+o],t,o),s===E&&(s=this._$AH[o]),a||=!x(s)||s!==this._$AH[o],s===D?e=D:e!==D&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===D?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},Be=class extends A{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===D?void 0:e}},Ve=class extends A{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==D)}},He=class extends A{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=k(this,e,t,0)??D)===E)return;let n=this._$AH,r=e===D&&n!==D||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==D&&(n===D||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Ue=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){k(this,e)}},We={M:Se,P:v,A:Ce,C:1,L:Ie,R:Re,D:Ee,V:k,I:ze,H:A,N:Ve,U:He,B:Be,F:Ue},Ge=ve.litHtmlPolyfillSupport;Ge?.(Le,ze),(ve.litHtmlVersions??=[]).push(`3.3.3`);var Ke=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new ze(t.insertBefore(b(),e),e,void 0,n??{})}return i._$AI(e),i},qe=globalThis,j=class extends _{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Ke(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};j._$litElement$=!0,j.finalized=!0,qe.litElementHydrateSupport?.({LitElement:j});var Je=qe.litElementPolyfillSupport;Je?.({LitElement:j}),(qe.litElementVersions??=[]).push(`4.2.2`);var Ye=h`
  .body {
    container-type: inline-size;
    display: grid;
    gap: var(--gap);
    padding: var(--gap);
    grid-template-columns: minmax(0, 1fr);
  }
  h2.title {
    font-family: var(--ha-card-header-font-family, inherit);
    font-size: var(--ha-card-header-font-size, var(--ha-font-size-2xl, 24px));
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .empty-state {
    align-items: center;
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: 24px 8px;
    text-align: center;
  }
  .empty-state > .icon {
    --mdc-icon-size: 40px;
    color: var(--secondary);
  }
  .empty-state > div {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .empty-state > p {
    max-inline-size: 40ch;
    overflow-wrap: anywhere;
  }
  .empty-state > :is(a, button) {
    margin-block-start: 8px;
  }
  a {
    align-items: center;
    background: var(--tint);
    border-radius: var(--pill);
    color: var(--accent-text);
    display: inline-flex;
    font-weight: var(--ha-font-weight-medium, 500);
    min-block-size: 40px;
    padding-inline: 16px;
    text-decoration: none;
  }
  section {
    border-block-start: 1px solid var(--line);
    padding-block-start: 12px;
  }
  section.last {
    margin-block-end: -8px;
    padding-block-start: 4px;
  }
`,Xe={color:`colors`,sides:`sides`,paper:`papers`},Ze=class{constructor(e){this.hass=e}call(e,t){return this.hass.callWS({type:e,...t})}subscribeJobs(e,t){let n={limit:20,...e===void 0?{}:{device_id:e}};return this.hass.connection.subscribeMessage(t,{type:`cloudprint/jobs/subscribe`,...n},{resubscribe:!1})}},Qe={comma_decimal:`en-US`,decimal_comma:`de`,space_comma:`fr`,quote_decimal:`de-CH`},$e=[`KiB`,`MiB`,`GiB`],et=class{constructor(e){this.locale=e.locale,this.timeZone=e.locale.time_zone===`server`?e.config.time_zone:Intl.DateTimeFormat().resolvedOptions().timeZone}moment(e,t=new Date){let n=new Date(e);if(Number.isNaN(n.getTime()))return``;let r=this.format(n,{dateStyle:`short`})===this.format(t,{dateStyle:`short`}),i=this.year(n)===this.year(t);return this.format(n,{...r?{}:{month:`short`,day:`numeric`},...r||i?{}:{year:`numeric`},hour:`numeric`,minute:`2-digit`})}bytes(e){let t=e<1?0:Math.min($e.length,Math.floor(Math.log(e)/Math.log(1024))),n=e/1024**t,r=$e[t-1];return r?`${this.number(n,{maximumFractionDigits:+(n<10)})} ${r}`:this.number(n,{style:`unit`,unit:`byte`,unitDisplay:`long`})}percent(e){return this.number(e,{style:`percent`,maximumFractionDigits:0})}number(e,t){let n=this.locale.number_format??`language`,r=n===`system`?void 0:Qe[n]??this.locale.language;return new Intl.NumberFormat(r,{...t,useGrouping:n!==`none`}).format(e)}year(e){return this.format(e,{year:`numeric`})}format(e,t){let n=this.locale.time_format,r=n===`12`||n!==`24`&&void 0,i=n===`system`?void 0:this.locale.language,a=t.hour!==void 0;return new Intl.DateTimeFormat(i,{...t,timeZone:this.timeZone,...a&&r===!0?{hourCycle:`h12`}:{},...a&&r===!1?{hourCycle:`h23`}:{}}).format(e)}};function tt(e,t){let r=t?.hass;return t&&r?.connection===e.connection&&r.auth===e.auth&&r.locale===e.locale&&r.language===e.language&&r.config.time_zone===e.config.time_zone?t:{hass:e,backend:new Ze(e),texts:new n(e.locale.language),format:new et(e)}}var nt=`/api/cloudprint/upload`,rt=`X-File-Name`,it=class extends Error{},at=class extends Error{},ot=class extends Error{};async function st(e,t,n,r){if(e.auth.expired&&await e.auth.refreshAccessToken().catch(()=>{throw new ot}),r.aborted)throw new it;return new Promise((i,a)=>{let o=new XMLHttpRequest;o.open(`POST`,nt),o.setRequestHeader(`Authorization`,`Bearer ${e.auth.data.access_token}`),o.setRequestHeader(`Accept-Language`,e.language),o.setRequestHeader(`Content-Type`,`application/octet-stream`),o.setRequestHeader(rt,encodeURIComponent(t.name)),o.upload.addEventListener(`progress`,e=>{e.lengthComputable&&e.total>0&&n(e.loaded/e.total)}),o.addEventListener(`load`,()=>{let e=ct(o.responseText);o.status===200&&typeof e?.upload_id==`string`?i(e):typeof e?.message==`string`?a(new at(e.message)):a(new ot)}),o.addEventListener(`error`,()=>a(new ot)),o.addEventListener(`abort`,()=>a(new it)),r.addEventListener(`abort`,()=>o.abort(),{once:!0}),o.send(t)})}function ct(e){try{let t=JSON.parse(e);return typeof t==`object`&&t?{...t}:void 0}catch{return}}var lt=3,ut=new Set([`upload`,`text`,`markdown`,`url`,`media`,`entity`]),dt={arrange:`arrange`,clean_up:`clean_up`,color:`color`,copies:`copies`,encoding:`encoding`,name:`document_name`,page_ranges:`page_ranges`,paper:`paper`,password:`password`,picture_fit:`picture_fit`,picture_size:`picture_size`,pictures_per_sheet:`pictures_per_sheet`,sides:`sides`},ft={encoding_mismatch:`encoding_mismatch`,encoding_unknown:`encoding_unknown`,pdf_password_missing:`password_missing`,pdf_password_wrong:`password_wrong`},pt={encoding_mismatch:`encoding`,encoding_unknown:`encoding`,pdf_password_missing:`password`,pdf_password_wrong:`password`};function mt(e){return xt(e)===lt}function ht(e){return bt(e).translation_key===`upload_unknown`}function gt(e){return ht(e)||!!bt(e).translation_key?.startsWith(`job_`)}function _t(e){return pt[bt(e).translation_key??``]}async function M({hass:e,texts:t},n,...r){if(mt(n))return t.localize(`connection_lost`);let{message:i,translation_domain:a,translation_key:o,translation_placeholders:s}=bt(n),c=ft[o??``],{field:l=``,...u}=s??{};if(c)return t.localize(c,{name:vt(l,r)??r[0]??``});if(a&&o){let n=await e.loadBackendTranslation(`exceptions`,a).catch(()=>void 0),i=`component.${a}.exceptions.${o}.message`,s=dt[l],c=vt(l,r)??(s?t.localize(s):l),d=n?.(i,{...u,...c?{field:c}:{}});if(d)return d}return i??String(n)}function vt(e,t){let[n=``,r=`1`]=e.split(` `);return ut.has(n)?t[Number(r)-1]:void 0}function yt({texts:e},t){return t instanceof at?t.message:t instanceof ot?e.localize(`upload_no_connection`):String(t)}function bt(e){return typeof e==`object`&&e?e:{}}function xt(e){if(typeof e!=`object`||!e)return e;let{code:t,error:n}=e;return n===void 0?t:xt(n)}var St=[`finished`,`failed`,`canceled`,`unconfirmed`,`expired`],Ct=6e5,wt={jobs:new Map,endedAt:new Map};function N(e){return St.includes(e.state)}function Tt({state:e}){return e===`failed`||e===`expired`}function Et(e,t,n){let r=new Map(t.reset?[]:e.jobs),i=new Map(e.endedAt),a=[];Dt(r,i,n);for(let o of t.jobs){let s=e.jobs.get(o.job_id);r.set(o.job_id,o);let c=s?s.state!==o.state:!t.reset,l=s!==void 0&&!s.can_turn&&o.can_turn;(c||l)&&a.push(o),c&&N(o)&&i.set(o.job_id,n)}if(t.reset)for(let[t,n]of e.jobs)!r.has(t)&&N(n)&&i.has(t)&&r.set(t,n);return{state:{jobs:r,endedAt:i},changes:a}}function Dt(e,t,n){for(let[e,r]of t)n-r>=6e5&&t.delete(e);for(let[n,r]of e)N(r)&&!r.can_decide&&!t.has(n)&&e.delete(n)}function Ot({jobs:e,endedAt:t},n){return[...e.values()].filter(e=>!N(e)||e.can_decide||n-(t.get(e.job_id)??-1/0)<6e5).sort(It)}var kt=5,At=3;function jt(e){if(e.length<=6)return e;let t=e.filter(e=>e.can_decide||e.can_turn),n=new Set([...e.slice(0,At),...t,...e]),r=new Set([...n].slice(0,kt));return e.filter(e=>r.has(e))}function Mt({name:e,side:t},n){return t?n.localize(`name_${t}`,{name:e}):e}function Nt({endedAt:e},t){let n=[...e.values()].map(e=>e+Ct-t).filter(e=>e>0);return n.length?Math.min(...n):void 0}function Pt(e){let t=e.filter(({can_cancel:e,reason:t})=>e&&t!==`order`&&t!==`turn_paper`);return[...new Set(t.map(e=>e.device_id))]}function Ft(e,t,n,r){let i=new Map(e.map(e=>[e.job_id,e])),a=e.at(-1)?.job_id??``;for(let e of t)(r===void 0||e.device_id===r)&&n.includes(e.state)?(i.has(e.job_id)||e.job_id>a)&&i.set(e.job_id,e):i.delete(e.job_id);return[...i.values()].sort(It)}function It(e,t){return e.job_id<t.job_id?1:e.job_id>t.job_id?-1:0}var Lt=Object.keys(Xe),Rt=[`color`,`sides`],zt=[``,`odd`,`even`],Bt=[`one_sided`,`two_sided_long_edge`,`two_sided_short_edge`],Vt=/^(\d{1,6})(?:-(\d{1,6}))?$/,Ht=new Set([`odd`,`even`,`reverse`]),Ut={pageRanges:``,pageSet:``,isReversed:!1};function Wt(e,t){if(t===`sides`&&e.needs_trays)return Bt;let n=e[Xe[t]].map(e=>typeof e==`string`?e:e.name),r=[...new Set(n)];return r.length>1?r:[]}function Gt(e){return Object.fromEntries(Lt.map(t=>[t,e(t)]))}function Kt(e,t={}){let n=Object.fromEntries(Rt.map(e=>[e,t[e]??``]).filter(([t,n])=>Wt(e,t).includes(n)||t===`sides`&&en(n)));return{copies:Math.max(e.copies.min,e.defaults.copies??1),...Gt(e=>n[e]??``),...Ut,remembered:Rt.filter(e=>n[e])}}var qt={copies:void 0,...Gt(()=>``),...Ut,remembered:[]};function Jt(e,t,n){return{...e,[t]:n,remembered:e.remembered.filter(e=>e!==t)}}function Yt(e){return Xt(e,Rt)}function Xt(e,t){return Object.fromEntries(t.filter(t=>e[t]).map(t=>[t,e[t]]))}function Zt(e){return e.normalize(`NFKC`).replace(/\s+/g,``).replace(/[-‐-―−~至]+/g,`-`).replace(/[、;]/g,`,`).replace(/,+$/,``).toLowerCase()}function Qt({pageRanges:e,pageSet:t,isReversed:n}){return[Zt(e),t,n?`reverse`:``].filter(Boolean).join(`,`)}function $t(e){let t=e.split(`,`);return t.every(e=>{let[,t=`0`,n=t]=Vt.exec(e)??[];return Ht.has(e)||Number(t)>=1&&Number(t)<=Number(n)})&&!(t.includes(`odd`)&&t.includes(`even`))}function en(e){return e.startsWith(`two_sided`)}function P(e,t){return t.needs_trays&&en(e)}function tn(e,t,n){let{sides:r,remembered:i}=e;if(i.includes(`sides`)&&en(r)){if(!Wt(t,`sides`).includes(r))return`not_offered`;if(P(r,t))return t.trays?n?void 0:`not_made_here`:`trays_missing`}}function F(e,t,n){if(!tn(e,t,n))return e;let r=Wt(t,`sides`).includes(`one_sided`)?`one_sided`:``;return{...e,sides:r}}function I(e,t){let{min:n,max:r}=t.copies,{copies:i}=e,a=Qt(e);return[...i===void 0||Number.isInteger(i)&&i>=n&&i<=r?[]:[`copies_invalid`],...a===``||$t(a)?[]:[`page_ranges_invalid`],...P(e.sides,t)&&!t.trays?[`trays_missing`]:[]]}function nn(e){let t=Qt(e);return{...e.copies===void 0?{}:{copies:e.copies},...Xt(e,Lt),...t?{page_ranges:t}:{}}}var rn=`cloudprint_card`,an=class{constructor(){this.current={}}async load(e){let t=await e.callWS({type:`frontend/get_user_data`,key:rn}).catch(()=>void 0);this.current=on(t?.value)}async save(e,t,n){let r={printer:t,choices:{...this.current.choices,[t]:n}};JSON.stringify(r)!==JSON.stringify(this.current)&&(this.current=r,await e.callWS({type:`frontend/set_user_data`,key:rn,value:r}).catch(()=>void 0))}};function on(e){if(!cn(e))return{};let{printer:t,choices:n}=e;return{...typeof t==`string`?{printer:t}:{},...cn(n)?{choices:Object.fromEntries(Object.entries(n).map(([e,t])=>[e,sn(t)]))}:{}}}function sn(e){let t=cn(e)?e:{};return Object.fromEntries(Rt.filter(e=>typeof t[e]==`string`).map(e=>[e,t[e]]))}function cn(e){return typeof e==`object`&&!!e&&!Array.isArray(e)}var ln=[2e3,5e3,15e3,6e4],un=class{constructor(e){this.host=e,this.status=`loading`,this.printers=[],this.defaultPrinter=null,this.documents=[],this.jobs=wt,this.preferences=new an,this.received=[],this.run=0,this.failures=0,this.reloads=0,this.states={}}async start(e,t,n=e.hass){this.stop(),this.context=e,this.hass=n,this.states=this.readStates(n),this.deviceId=t,this.reloads=0;let r=this.run;try{await this.load(r,this.preferences.load(e.hass));let n=await e.backend.subscribeJobs(t,e=>{r===this.run&&this.takeEvent(e)});if(r!==this.run){n().catch(()=>void 0);return}this.unsubscribe=n,this.failures=0,this.status=`ready`}catch(t){if(r!==this.run)return;await this.fail(e,t,r)}this.host.requestUpdate()}takeEvent({reset:e,more:t,jobs:n}){let r=[...this.received,...n];if(this.received=t?r:[],t)return;let{state:i,changes:a}=Et(this.jobs,{reset:e,jobs:r},Date.now()),o=this.jobs===wt;this.jobs=i,e&&!o&&this.reload(),this.host.takeJobs(a),this.scheduleQueueUpdate(),this.host.requestUpdate()}stop(){this.run+=1,this.received=[],window.clearTimeout(this.retryTimer),window.clearTimeout(this.queueTimer),window.clearTimeout(this.reloadTimer),this.unsubscribe?.().catch(()=>void 0),this.unsubscribe=void 0}forget(){this.unsubscribe=void 0}retry(){this.context&&(this.status=`loading`,this.host.requestUpdate(),this.start(this.context,this.deviceId,this.hass))}updateStates(e){this.hass=e;let t=this.readStates(e);Object.entries(t).some(([e,t])=>this.states[e]!==t)&&(this.states=t,this.reload())}readStates(e){return Object.fromEntries(this.printers.map(({entity_id:t})=>[t??``,t?e?.states[t]?.state:void 0]))}async reload(){let e=this.run;await this.load(e).catch(()=>void 0),e===this.run&&this.host.requestUpdate()}async load(e,t){if(!this.context)return;let{backend:n}=this.context,{hass:r}=this,[i,a]=await Promise.all([n.call(`cloudprint/printers`,{}),n.call(`cloudprint/documents`,{}),t]);if(e!==this.run)return;this.printers=i.printers,this.defaultPrinter=i.default_printer,this.documents=a.documents;let o=Object.entries(this.readStates(r));this.states=Object.fromEntries(o.map(([e,t])=>[e,e in this.states?this.states[e]:t])),this.scheduleReload(),this.hass&&this.updateStates(this.hass)}scheduleReload(){if(window.clearTimeout(this.reloadTimer),this.printers.every(e=>e.capabilities_known))return;let e=ln[this.reloads];e!==void 0&&(this.reloads+=1,this.reloadTimer=window.setTimeout(()=>void this.reload(),e))}async fail(e,t,n){this.status=`failed`,this.problem=dn(t)?void 0:await M(e,t);let r=ln[Math.min(this.failures,ln.length-1)];this.failures+=1,n===this.run&&(this.retryTimer=window.setTimeout(()=>void this.start(e,this.deviceId,this.hass),r))}scheduleQueueUpdate(){window.clearTimeout(this.queueTimer);let e=Nt(this.jobs,Date.now());e!==void 0&&(this.queueTimer=window.setTimeout(()=>{this.host.requestUpdate(),this.scheduleQueueUpdate()},e))}};function dn(e){return e?.code===`unknown_command`}var fn=class extends j{constructor(...e){super(...e),this.data=new un({requestUpdate:()=>this.requestUpdate(),takeJobs:e=>this.takeJobs(e)}),this.isStarted=!1,this.wasConnected=!0}static{this.properties={hass:{attribute:!1},config:{state:!0}}}static getConfigForm(){return l()}static getStubConfig(){return{}}setConfig(e){let t=this.config?.device_id;this.config=c(e),this.isStarted&&t!==this.config.device_id&&(this.isStarted=!1)}getCardSize(){return 8}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}connectedCallback(){super.connectedCallback(),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.data.stop(),this.isStarted=!1}shouldUpdate(e){let{hass:t}=this;if(!t||!this.config)return!1;let n=this.context;this.context=tt(t,n);let r=t.connected&&!this.wasConnected,i=t.connected!==this.wasConnected;return this.wasConnected=t.connected,t.connected||this.data.forget(),this.isConnected&&(!this.isStarted||r||n?.hass.connection!==t.connection)?(this.isStarted=!0,this.data.start(this.context,this.config.device_id,t),!0):e.size===1&&e.has(`hass`)?(this.data.updateStates(t),n!==this.context||i):!0}},pn=[`pages`,`grid`,`photo`,`id_card`,`invoices`,`id_photos`,`booklet`],mn=[2,4,6,9,16],hn=[`page`,`5_inch`,`6_inch`,`7_inch`,`4x6`,`10x15`],gn=[`1_inch`,`2_inch`,`22x32`,`33x48`,`35x45`,`51x51`],_n={perSheet:`gridSize`,photoSize:`ownPhotoSize`,idPhotoSize:`ownIdPhotoSize`},vn=[`fit`,`fill`],yn=[`off`,`straighten`,`color`,`grey`,`black`],bn={arrange:`pages`,perSheet:4,gridSize:``,photoSize:`page`,ownPhotoSize:``,idPhotoSize:`1_inch`,ownIdPhotoSize:``,gridFit:`fit`,photoFit:`fill`,cleanUp:`off`},xn={rotation:0},Sn=/\.(?:png|jpe?g|heic|heif|webp|avif|gif|tiff?|bmp|p[pgbn]m)$/i,Cn=/\.(?:pdf|pwg|urf)$/i;function wn({name:e,type:t}){return Sn.test(e)||!/\.\w+$/.test(e)&&/^image\/(?!svg)/.test(t)}function L(e){return wn(e)||Cn.test(e.name)||!/\.\w+$/.test(e.name)&&e.type===`application/pdf`}function Tn(e){let{arrange:t,cleanUp:n}=e;return{arrange:t,...t===`grid`?{...En(e),picture_fit:e.gridFit}:{},...t===`photo`?{picture_size:e.ownPhotoSize||e.photoSize,picture_fit:e.photoFit}:{},...t===`id_photos`?{picture_size:e.ownIdPhotoSize||e.idPhotoSize}:{},...n===`off`?{}:{clean_up:n}}}function En({gridSize:e,perSheet:t}){return e?{picture_size:e}:{pictures_per_sheet:t}}function Dn(e,{rotation:t,crop:n,corners:r},i){let a=i===void 0?void 0:r??i??void 0;return{upload:e,...a?{corners:a}:n&&i===void 0?{crop:n}:{},...t?{rotation:t}:{}}}function On(e,t,n){let r=e[t],i=Math.min(Math.max(n,0),e.length-1);return r===void 0||i===t?e:e.toSpliced(t,1).toSpliced(i,0,r)}function kn(e,t){return((e/90+t)%4+4)%4*90}function An(e){return e?.kind===`files`&&!e.isSeparate}var jn=60,Mn=new Set([`WORD`,`EXCEL`,`PPT`,`PDF`]);function Nn(e,{text:t,isMarkdown:n},r){switch(e.kind){case`file`:return r&&{upload:r.upload_id};case`text`:{if(!t.trim())return;let e=Pn(t,n);return n?{markdown:t,name:e}:{text:t,name:e}}case`document`:return{document:e.document.id}}}function Pn(e,t){let n=e.trim().split(/[\r\n]/,1)[0]??``,r=t&&n.replace(/^(?:#{1,6}|[-*+]|\d+[.)]|>)\s+(?:\[[ xX]\]\s+)?/,``)||n,i=[...new Intl.Segmenter().segment(r)].map(({segment:e})=>e);return i.length>jn?`${i.slice(0,jn).join(``).trimEnd()}…`:r}function Fn(e,t,n){return typeof n==`number`?n>1:e.kind===`file`&&Mn.has(t?.format??``)}function In(e,t){let n=t?.format??``;return e.kind!==`file`||n===`PDF`||!Mn.has(n)}function Ln(e){return e.kind===`file`&&L(e.file)}function Rn(e){return e?.kind===`files`?e.files:e?.kind===`file`?[e.file]:[]}function zn(e,t){return e.filter(({device_id:e})=>t===void 0||e===null||e===t)}function Bn(e,t,...n){let r=t=>e.find(e=>e.device_id===t);return t===void 0?n.map(r).find(e=>e!==void 0)??e.find(e=>e.can_control)??e[0]:r(t)}function Vn(e,t,n){if(!(!t||n!==void 0&&n!==t.device_id))return e.some(({device_id:e})=>e===t.device_id)?void 0:t}var Hn=104857600,Un={PDF:[`pdf`],Word:[`doc`,`docx`,`docm`,`dot`,`dotx`,`dotm`],Excel:[`xls`,`xlsx`,`xlsm`,`xlsb`,`xlt`,`xltx`,`xltm`],PowerPoint:[`ppt`,`pptx`,`pptm`,`pot`,`potx`,`potm`,`pps`,`ppsx`,`ppsm`],PNG:[`png`],JPG:[`jpg`,`jpeg`],HEIC:[`heic`,`heif`],WEBP:[`webp`],AVIF:[`avif`],GIF:[`gif`],TIFF:[`tif`,`tiff`],BMP:[`bmp`],PPM:[`ppm`,`pgm`,`pbm`,`pnm`],TXT:[`txt`,`text`,`log`,`json`,`xml`,`yaml`,`yml`],Markdown:[`md`,`markdown`],CSV:[`csv`],HTML:[`htm`,`html`,`xhtml`]},Wn=[`odt`,`ott`,`ods`,`ots`,`odp`,`otp`,`odg`,`otg`,`wps`,`wpt`,`et`,`ett`,`dps`,`dpt`],Gn=[`pwg`,`urf`],Kn=new Set([...Object.values(Un).flat(),...Wn,...Gn]),qn=Object.keys(Un).join(`, `),Jn=[`image/*`,`text/*`,`application/pdf`,...[...Kn].map(e=>`.${e}`)].join(`,`),Yn=new WeakSet;function Xn(e){if(Yn.has(e))return`file_folder`;if(e.size===0)return`file_empty`;let t=/\.([^.]+)$/.exec(e.name)?.[1]?.toLowerCase();if(t===`ofd`)return`file_ofd`;let n=/^(image|text)\/(?!svg)/.test(e.type);return t&&!Kn.has(t)&&!n||!t&&/^(audio|video)\//.test(e.type)?`file_unsupported`:e.size>104857600?`file_too_large`:void 0}function Zn(e){let t=[...e?.files??[]],n=[...e?.items??[]].filter(({kind:e})=>e===`file`);if(t.forEach((e,t)=>{n[t]?.webkitGetAsEntry()?.isDirectory&&Yn.add(e)}),t.length)return{kind:`files`,files:t};let r=e?.getData(`text/plain`);return r?.trim()?{kind:`text`,text:r}:void 0}async function Qn(e,t){let n=[],r=``;for(let i of await e.read()){let e=i.types.find(e=>e.startsWith(`image/`));if(e){let r=`${t}.${e.slice(6)}`;n.push(new File([await i.getType(e)],r,{type:e}))}else i.types.includes(`text/plain`)&&(r||=await(await i.getType(`text/plain`)).text())}return n.length?{kind:`files`,files:n}:r.trim()?{kind:`text`,text:r}:void 0}var $n=class{constructor(e,t,n){this.host=e,this.accepts=t,this.onPicked=n,this.isDraggedOver=!1,this.dragOver=e=>{e.dataTransfer?.types.includes(`Files`)&&this.accepts(`files`)&&(e.preventDefault(),this.showDrag(!0))},this.dragLeave=e=>{let{left:t,right:n,top:r,bottom:i}=this.host.getBoundingClientRect(),{clientX:a,clientY:o}=e;(a<=t||a>=n||o<=r||o>=i)&&this.showDrag(!1)},this.drop=e=>{this.showDrag(!1);let t=Zn(e.dataTransfer);t?.kind===`files`&&this.accepts(`files`)&&(e.preventDefault(),this.onPicked(t))},this.paste=e=>{if(e.defaultPrevented||!this.host.matches(`:hover, :focus-within`))return;let t=Zn(e.clipboardData);t&&this.accepts(t.kind)&&(t.kind===`text`&&er(e.composedPath()[0])||(e.preventDefault(),this.onPicked(t)))},e.addController(this)}hostConnected(){window.addEventListener(`paste`,this.paste),this.host.addEventListener(`dragenter`,this.dragOver),this.host.addEventListener(`dragover`,this.dragOver),this.host.addEventListener(`dragleave`,this.dragLeave),this.host.addEventListener(`drop`,this.drop)}hostDisconnected(){window.removeEventListener(`paste`,this.paste),this.host.removeEventListener(`dragenter`,this.dragOver),this.host.removeEventListener(`dragover`,this.dragOver),this.host.removeEventListener(`dragleave`,this.dragLeave),this.host.removeEventListener(`drop`,this.drop)}showDrag(e){e!==this.isDraggedOver&&(this.isDraggedOver=e,this.host.requestUpdate())}};function er(e){return e instanceof HTMLElement&&(e.isContentEditable||[`INPUT`,`TEXTAREA`,`SELECT`].includes(e.tagName))}var tr=class{constructor(e,t){this.host=e,this.onProblem=t,this.busy=new Set}async run(e,t){let{job_id:n,name:r}=t.kind===`release`?{}:t.job;if(!(n&&this.busy.has(n))){this.onProblem(void 0),n&&this.setBusy([...this.busy,n]);try{await nr(e,t)}catch(t){this.onProblem(await M(e,t),r)}finally{n&&this.setBusy([...this.busy].filter(e=>e!==n))}}}setBusy(e){this.busy=new Set(e),this.host.requestUpdate()}};function nr({backend:e},t){if(t.kind===`release`)return e.call(`cloudprint/jobs/release`,{device_id:t.deviceIds});let{job_id:n}=t.job;return t.kind===`decide`?e.call(`cloudprint/jobs/decide`,{job_id:n,decision:t.decision}):e.call(`cloudprint/jobs/${t.kind}`,{job_id:n})}function R(e){return w`<ha-icon class="icon" icon=${e} aria-hidden="true"></ha-icon>`}function rr(e){switch(e){case`held`:return`mdi:pause-circle-outline`;case`submitting`:case`submitted`:return`mdi:send-clock`;case`queued`:return`mdi:tray-full`;case`printing`:return`mdi:printer`;case`finished`:return`mdi:check-circle`;case`failed`:return`mdi:alert-circle-outline`;case`canceled`:return`mdi:cancel`;case`expired`:return`mdi:clock-alert-outline`;default:return`mdi:help-circle-outline`}}var ir={empty_printers:`mdi:printer`,forbidden:`mdi:lock-outline`,missing:`mdi:printer-alert`};function ar(e){return w`<div class="empty-state"><p class="secondary">${e.localize(`loading`)}</p></div>`}function or(e,t,n){return w`
    <div class="empty-state" role="alert">
      ${R(`mdi:cloud-off-outline`)}
      <div>${e.localize(`error_title`)}</div>
      <p class="secondary">${t??e.localize(`error_setup`)}</p>
      <button type="button" @click=${n}>${R(`mdi:reload`)}${e.localize(`retry`)}</button>
    </div>
  `}function sr(e,t){return w`
    <div class="empty-state">
      ${R(ir[t])}
      <div>${e.localize(`${t}_title`)}</div>
      <p class="secondary">${e.localize(`${t}_text`)}</p>
      ${t===`empty_printers`?w`<a href="/config/integrations/integration/cloudprint"> ${e.localize(`empty_printers_action`)} </a>`:D}
    </div>
  `}function z(e,t,n,r){return w`
    <div class="notice ${e}" role=${e===`error`?`alert`:`status`}>
      ${R(t)}
      <div>${n}</div>
      ${r?w`<button class="plain round" type="button" aria-label=${r.label} @click=${r.dismiss}>
              ${R(`mdi:close`)}
            </button>`:D}
    </div>
  `}function cr(e,t=[]){return t.map(t=>z(`warning`,`mdi:alert-circle-outline`,e.localizeValue(`warning`,t,`warning_other`)))}function lr(e,t){return w`
    <div
      class="bar"
      role="progressbar"
      aria-label=${e}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(t*100)}
    >
      <div style="inline-size: ${t*100}%"></div>
    </div>
  `}function ur(e,t,n){return w`
    <div class="missing">
      <label class="small secondary" for="password">${e.localize(`password`)}</label>
      <input
        id="password"
        type="password"
        autocomplete="off"
        .value=${t}
        @input=${e=>n(e.target.value)}
      />
    </div>
  `}function dr(e,t){return e.can_control?e.available?e.status===`offline`?z(`warning`,`mdi:printer-alert`,t.localize(`offline_hint`)):D:z(`warning`,`mdi:cloud-off-outline`,t.localize(`unavailable_hint`)):D}function fr(e,t,n){let r=e.localize(`as_last_time_reset`,{name:t});return w`<button class="plain last-time" type="button" aria-label=${r} title=${r} @click=${n}>
    ${e.localize(`as_last_time`)}${R(`mdi:close`)}
  </button>`}function pr(e,t){return mr(`mdi:close`,e,t)}function mr(e,t,n,r=!1){return w`<button
    class="plain round"
    type="button"
    aria-label=${t}
    title=${t}
    aria-disabled=${r}
    @click=${()=>{r||n()}}
  >
    ${R(e)}
  </button>`}var hr=h`
  :host {
    --accent: var(--primary-color, #009ac7);
    --text: var(--primary-text-color, #141414);
    --secondary: var(--secondary-text-color, #5e5e5e);
    --surface: var(--ha-card-background, var(--card-background-color, #fff));
    --line: var(--divider-color, rgba(0, 0, 0, 0.12));
    --accent-text: color-mix(in srgb, var(--accent) 55%, var(--text));
    --tint: color-mix(in srgb, var(--accent) 12%, transparent);
    --field: color-mix(in srgb, var(--text) 6%, transparent);
    --radius: var(--ha-border-radius-lg, 12px);
    --pill: var(--ha-border-radius-pill, 9999px);
    --gap: var(--ha-space-4, 16px);
    color: var(--text);
    display: block;
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.5);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  h2 {
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 24px;
  }
  .secondary {
    color: var(--secondary);
  }
  .small {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 1.4;
  }
  .one-line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .visually-hidden {
    block-size: 1px;
    clip-path: inset(50%);
    inline-size: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
  }
  .icon {
    --icon-primary-color: currentColor;
    --mdc-icon-size: 20px;
    block-size: var(--mdc-icon-size);
    display: inline-flex;
    flex: none;
    inline-size: var(--mdc-icon-size);
  }
  button,
  select,
  input,
  textarea {
    color: inherit;
    font: inherit;
    margin: 0;
  }
  button {
    align-items: center;
    background: var(--tint);
    border: 0;
    border-radius: var(--pill);
    color: var(--accent-text);
    cursor: pointer;
    display: inline-flex;
    font-weight: var(--ha-font-weight-medium, 500);
    gap: 8px;
    justify-content: center;
    line-height: 20px;
    max-inline-size: 100%;
    min-block-size: 40px;
    padding: 8px 16px;
    text-align: center;
    transition: background-color 120ms;
  }
  button:hover {
    background: color-mix(in srgb, var(--accent) 20%, transparent);
  }
  button.primary {
    background: var(--accent-text);
    color: var(--surface);
  }
  button.primary:hover {
    background: color-mix(in srgb, var(--accent-text) 88%, var(--surface));
  }
  button.plain {
    background: transparent;
  }
  button.plain:hover {
    background: var(--tint);
  }
  button.round {
    block-size: 40px;
    color: var(--secondary);
    flex: none;
    inline-size: 40px;
    padding: 0;
  }
  button.last-time {
    flex: none;
    font-size: var(--ha-font-size-s, 12px);
    gap: 2px;
    line-height: 16px;
    margin-block: -4px;
    min-block-size: 24px;
    padding: 0 4px;
  }
  button.last-time .icon {
    --mdc-icon-size: 14px;
  }
  button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  :focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .notice {
    align-items: flex-start;
    background: color-mix(in srgb, var(--notice) 14%, transparent);
    border-radius: var(--radius);
    display: flex;
    gap: 12px;
    padding: 10px 12px;
  }
  .notice > .icon {
    color: color-mix(in srgb, var(--notice) 65%, var(--text));
  }
  .notice > :not(.icon, button) {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .notice > button.round {
    block-size: 24px;
    inline-size: 24px;
    margin-block: -2px;
    min-block-size: 24px;
  }
  .error {
    --notice: var(--error-color, #db4437);
  }
  .warning {
    --notice: var(--warning-color, #ffa600);
  }
  .info {
    --notice: var(--info-color, #039be5);
  }
  .bar {
    background: var(--field);
    block-size: 4px;
    border-radius: var(--pill);
    overflow: hidden;
  }
  .bar > div {
    background: var(--accent-text);
    block-size: 100%;
    border-radius: inherit;
    transition: inline-size 200ms linear;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`,B=class extends j{static{this.properties={context:{attribute:!1}}}static{this.styles=[hr]}localize(e,t={}){return this.context.texts.localize(e,t)}fireEvent(e,t){this.dispatchEvent(new CustomEvent(e,{detail:t}))}fireCardEvent(e,t){this.dispatchEvent(new CustomEvent(e,{detail:t,bubbles:!0,composed:!0}))}},V=class extends B{constructor(){super(),this.addEventListener(`click`,gr,{capture:!0})}};function gr(e){e.detail>1&&e.stopPropagation()}var _r=class extends B{connectedCallback(){super.connectedCallback(),this.dialog?.open&&(this.dialog.removeAttribute(`open`),this.dialog.showModal())}get dialog(){return this.renderRoot.querySelector(`dialog`)}firstUpdated(){this.dialog?.showModal()}};function H(e,t){customElements.get(e)||customElements.define(e,t)}var vr={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},yr=e=>(...t)=>({_$litDirective$:e,values:t}),br=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:xr}=We,Sr=e=>e,Cr=()=>document.createComment(``),U=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new xr(r.insertBefore(Cr(),i),r.insertBefore(Cr(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=Sr(e).nextSibling;Sr(r).insertBefore(e,i),e=t}}}return n},W=(e,t,n=e)=>(e._$AI(t,n),e),wr={},Tr=(e,t=wr)=>e._$AH=t,Er=e=>e._$AH,Dr=e=>{e._$AR(),e._$AA.remove()},Or=(e,t,n)=>{let r=new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},kr=yr(class extends br{constructor(e){if(super(e),e.type!==vr.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=Er(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=W(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=W(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=W(i[d],a[m]),U(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=W(i[f],a[p]),U(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=Or(o,p,m),u=Or(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=U(e,i[d]);W(t,a[p]),c[p]=t}else c[p]=W(n,a[p]),U(e,i[d],n),i[t]=null;p++}else Dr(i[f]),f--}else Dr(i[d]),d++;for(;p<=m;){let t=U(e,c[m+1]);W(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&Dr(e)}return this.ut=o,Tr(e,c),E}}),G=class{constructor(){this.lost=new Map}get isUncertain(){return this.lost.size>0}async print({backend:e},t){let n=JSON.stringify(t),r=this.lost.get(n)??Ar();try{let{jobs:n}=await e.call(`cloudprint/print`,{...t,idempotency_key:r});return this.lost.clear(),n}catch(e){throw mt(e)?this.lost.set(n,r):gt(e)&&this.lost.delete(n),e}}};function Ar(){return[...crypto.getRandomValues(new Uint8Array(16))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}var jr=class{constructor(e){this.file=e,this.state=`waiting`,this.sent=0,this.jobs=[],this.jobStates=new Map,this.sender=new G,this.fileProblem=Xn(e),this.fileProblem&&(this.state=`skipped`)}},Mr=class{constructor(e){this.host=e,this.items=[],this.leftOut=0,this.isRunning=!1,this.known=new WeakSet,this.removed=new WeakSet,this.run=0,e.addController(this)}hostDisconnected(){this.stop()}in(...e){return this.items.filter(({state:t})=>e.includes(t))}add(e,t){this.leftOut=0;for(let n of e){if(this.known.has(n))continue;this.known.add(n);let e=new jr(n);e.uploaded=t?.get(n),(e.state===`skipped`?this.in(`skipped`):this.in(`waiting`,`uploading`,`sending`,`failed`)).length<20?this.items=[...this.items,e]:this.leftOut+=1}}isRemoved(e){return this.removed.has(e)}remove(e){this.items=this.items.filter(t=>t!==e),this.removed.add(e.file),e.aborter?.abort(),this.host.requestUpdate()}stop(){this.run+=1,this.isRunning=!1;for(let{aborter:e}of this.items)e?.abort();this.host.requestUpdate()}async start(e,t){if(this.isRunning)return;let n=++this.run,r=this.in(`waiting`,`failed`);for(let e of r)e.state=`waiting`;this.isRunning=!0;for(let i of r){if(n!==this.run)return;this.items.includes(i)&&await this.print(i,e,t(i.file))}n===this.run&&(this.isRunning=!1),this.host.requestUpdate()}async print(e,t,n){let r=new AbortController;e.aborter=r;try{e.uploaded??=await this.upload(e,t,r.signal)}catch(n){let r=n instanceof it;this.update(e,r?`waiting`:`failed`,r?void 0:yt(t,n));return}finally{e.aborter=void 0}if(r.signal.aborted)this.update(e,`waiting`);else{this.update(e,`sending`);try{e.jobs=await e.sender.print(t,{...n,upload:e.uploaded.upload_id}),this.update(e,`printed`)}catch(n){ht(n)&&!e.sender.isUncertain&&(e.uploaded=void 0);let r=_t(n),i=r?t.texts.localize(`${r}_alone`):await M(t,n,e.file.name);this.update(e,`failed`,i)}}}upload(e,t,n){return e.sent=0,this.update(e,`uploading`),st(t.hass,e.file,t=>{e.sent=t,this.host.requestUpdate()},n)}update(e,t,n){e.state=t,e.problem=n,this.host.requestUpdate()}},Nr=h`
  li + li {
    border-block-start: 1px solid var(--line);
  }
  .item {
    align-items: center;
    display: flex;
    gap: 12px;
    min-block-size: 52px;
    padding-block: 6px;
  }
  .item > .icon {
    color: color-mix(in srgb, var(--tone, var(--secondary)) 65%, var(--text));
  }
  .fact {
    color: color-mix(in srgb, var(--tone, var(--secondary)) 45%, var(--text));
    overflow-wrap: anywhere;
  }
  .skipped,
  .held,
  .unconfirmed {
    --tone: var(--warning-color, #ffa600);
  }
  .failed {
    --tone: var(--error-color, #db4437);
  }
  .finished {
    --tone: var(--success-color, #43a047);
  }
  .uploading,
  .sending {
    --tone: var(--accent);
  }
  .bar {
    margin-block-start: 4px;
  }
  .each {
    margin-block-start: 6px;
    text-align: center;
  }
  .together {
    inline-size: 100%;
  }
  .stop {
    inline-size: 100%;
    min-block-size: 44px;
  }
`,Pr=h`
  :host {
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  .head {
    align-items: center;
    display: flex;
    gap: 12px;
  }
  .names {
    flex: 1;
    min-inline-size: 0;
  }
  .names:focus {
    outline: none;
  }
  .name {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .content {
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
  }
  .main,
  .written {
    align-content: start;
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  textarea {
    background: var(--field);
    border: 1px solid transparent;
    border-radius: var(--radius);
    display: block;
    field-sizing: content;
    inline-size: 100%;
    max-block-size: 320px;
    min-block-size: 120px;
    padding: 12px;
    resize: vertical;
  }
  .check {
    align-items: center;
    cursor: pointer;
    display: flex;
    gap: 8px;
    min-block-size: 32px;
  }
  .check input {
    accent-color: var(--accent-text);
    block-size: 18px;
    flex: none;
    inline-size: 18px;
  }
  .missing {
    display: grid;
    gap: 4px;
  }
  .missing input {
    background: var(--field);
    block-size: 40px;
    border: 1px solid transparent;
    border-radius: var(--ha-border-radius-md, 8px);
    inline-size: 100%;
    padding-inline: 12px;
  }
  ::placeholder {
    color: var(--secondary);
    opacity: 1;
  }
  .upload {
    display: grid;
    gap: 8px;
  }
  .upload > div:last-child {
    align-items: center;
    display: flex;
    gap: 8px;
    justify-content: space-between;
  }
  .side {
    align-content: start;
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  .print {
    inline-size: 100%;
    min-block-size: 44px;
  }
  @container (min-width: 480px) {
    .content.with-preview {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
  }
`,Fr=`/cloudprint_static/trays`;function Ir(e){return w`<img class="trays" src="${Fr}/${e}.svg" alt="" width="340" height="150" />`}function Lr(e,t){return t?w`
    <div class="advice">${e.localize(Rr(t)?`turn_over`:`turn_keep`)}</div>
    ${Ir(`${t.output}_${t.input}`)}
  `:w`<div class="advice">${e.localize(`turn_unknown`)}</div>`}function Rr({output:e,input:t}){return e===`face_down`==(t===`lower_side`)}var zr=h`
  img.trays {
    /* The pictures are drawn for a light ground. */
    background: #fff;
    block-size: auto;
    border-radius: var(--ha-border-radius-md, 8px);
    display: block;
    inline-size: 100%;
    max-inline-size: 340px;
    padding: 8px;
  }
`,Br=[`face_down`,`face_up`],Vr=[`upper_side`,`lower_side`];H(`cloudprint-card-trays`,class extends _r{static{this.properties={...B.properties,printer:{attribute:!1},output:{state:!0},input:{state:!0},kept:{state:!0},isBusy:{state:!0},test:{state:!0},problem:{state:!0}}}static{this.styles=[...B.styles,zr,h`
      dialog {
        background: var(--surface);
        border: 0;
        border-radius: var(--radius);
        color: var(--text);
        inline-size: min(420px, 100dvw - 32px);
        max-block-size: calc(100dvh - 32px);
        overflow: auto;
        padding: 16px;
      }
      dialog[open] {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.6);
      }
      h2 {
        font-size: var(--ha-font-size-l, 16px);
      }
      fieldset {
        border: 0;
        display: grid;
        gap: 4px;
        margin: 0;
        min-inline-size: 0;
        padding: 0;
      }
      legend {
        font-weight: var(--ha-font-weight-medium, 500);
        margin-block-end: 4px;
        padding: 0;
      }
      label {
        align-items: center;
        cursor: pointer;
        display: flex;
        gap: 8px;
        min-block-size: 40px;
      }
      input {
        accent-color: var(--accent-text);
        block-size: 20px;
        flex: none;
        inline-size: 20px;
      }
      footer,
      .test {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      footer {
        justify-content: flex-end;
      }
      .forget {
        margin-inline-end: auto;
      }
    `]}constructor(){super(),this.tester=new G,this.isBusy=!1}willUpdate(){this.hasUpdated||(this.output=this.printer.trays?.output,this.input=this.printer.trays?.input)}render(){return w`
      <dialog aria-labelledby="title" @close=${()=>this.fireEvent(`close`,void 0)}>
        ${this.kept?this.renderKept(this.kept):this.renderQuestions()}
      </dialog>
    `}renderQuestions(){let{output:e,input:t}=this;return w`
      <header>
        <h2 id="title">${this.localize(`trays_title`)}</h2>
        <div class="small secondary one-line">${this.printer.name}</div>
      </header>
      <p>${this.localize(`trays_intro`)}</p>
      <p>${this.localize(`trays_mark`)}</p>
      <div class="test">
        <button type="button" ?disabled=${this.isBusy||this.test!==void 0} @click=${this.printTestPage}>
          ${this.localize(`trays_test`)}
        </button>
        <span class="small secondary" role="status">${this.test?this.describe(this.test):``}</span>
      </div>
      <fieldset>
        <legend>${this.localize(`trays_output`)}</legend>
        ${Ir(`output`)}
        ${Br.map(t=>this.renderAnswer(`output`,this.localize(`trays_output_${t}`),e===t,()=>{this.output=t}))}
      </fieldset>
      <fieldset>
        <legend>${this.localize(`trays_input`)}</legend>
        ${Ir(`input`)}
        ${Vr.map(e=>this.renderAnswer(`input`,this.localize(`trays_input_${e}`),t===e,()=>{this.input=e}))}
      </fieldset>
      ${this.problem?z(`error`,`mdi:alert-circle-outline`,this.problem):D}
      <footer>
        ${this.printer.trays?w`<button
                class="plain forget"
                type="button"
                ?disabled=${this.isBusy}
                @click=${()=>this.keep(void 0)}
              >
                ${this.localize(`trays_forget`)}
              </button>`:D}
        <button class="plain" type="button" @click=${()=>this.dialog?.close()}>
          ${this.localize(`edit_cancel`)}
        </button>
        <button
          class="primary"
          type="button"
          ?disabled=${!e||!t||this.isBusy}
          @click=${()=>e&&t&&this.keep({output:e,input:t})}
        >
          ${this.localize(`save`)}
        </button>
      </footer>
    `}renderAnswer(e,t,n,r){return w`<label><input type="radio" name=${e} .checked=${n} @change=${r} />${t}</label>`}renderKept(e){return w`
      <h2 id="title">${this.localize(`trays_kept`)}</h2>
      <p>${this.localize(`trays_kept_when`)}</p>
      ${Lr(this.context.texts,e)}
      <footer>
        <button class="primary" type="button" @click=${()=>this.dialog?.close()}>${this.localize(`done`)}</button>
      </footer>
    `}keep(e){return this.run(async()=>{let t={device_id:this.printer.device_id,...e};await this.context.backend.call(`cloudprint/trays`,t),this.fireCardEvent(`trays`,void 0),this.kept=e,e||this.dialog?.close()})}printTestPage(){return this.run(async()=>{let e=await this.tester.print(this.context,{device_id:this.printer.device_id,text:this.localize(`trays_test_text`),name:this.localize(`trays_test_name`),sides:`one_sided`,copies:1});this.test=e[0]})}describe({name:e,state:t}){if(t!==`held`&&t!==`unconfirmed`)return this.localize(`trays_test_sent`);let{texts:n}=this.context;return n.localize(`job_announced`,{name:e,state:n.localizeValue(`state`,t,`state_other`)})}async run(e){this.isBusy=!0,this.problem=void 0;try{await e()}catch(e){this.problem=await M(this.context,e)}finally{this.isBusy=!1}}}),H(`cloudprint-card-options`,class extends B{static{this.properties={...B.properties,printer:{attribute:!1},choices:{attribute:!1},isSaved:{attribute:!1},hasPages:{attribute:!1},hasPageSets:{attribute:!1},impliedSides:{attribute:!1},madeHere:{attribute:!1},isAsking:{state:!0}}}static{this.styles=[...B.styles,h`
      .fields {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
      }
      .field {
        display: grid;
        gap: 4px;
        align-content: start;
        min-inline-size: 0;
      }
      .label {
        align-items: center;
        display: flex;
        gap: 4px;
        justify-content: space-between;
      }
      .control {
        background: var(--field);
        block-size: 40px;
        border: 1px solid transparent;
        border-radius: var(--ha-border-radius-md, 8px);
        display: flex;
        inline-size: 100%;
        min-inline-size: 0;
      }
      .control:hover {
        border-color: var(--line);
      }
      input,
      select {
        appearance: none;
        background: transparent;
        block-size: 100%;
        border: 0;
        border-radius: inherit;
        flex: 1;
        inline-size: 100%;
        min-inline-size: 0;
        padding-inline: 12px;
        text-overflow: ellipsis;
      }
      .choice {
        position: relative;
      }
      .choice select {
        cursor: pointer;
        padding-inline-end: 32px;
      }
      .choice .icon {
        color: var(--secondary);
        inset-block-start: 9px;
        inset-inline-end: 8px;
        pointer-events: none;
        position: absolute;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
      ::placeholder {
        color: var(--secondary);
        opacity: 1;
      }
      .number input {
        appearance: textfield;
        padding-inline: 0;
        text-align: center;
      }
      .number input::-webkit-inner-spin-button,
      .number input::-webkit-outer-spin-button {
        appearance: none;
        margin: 0;
      }
      .number button {
        block-size: 38px;
        min-block-size: 38px;
        inline-size: 38px;
      }
      .by-hand {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        grid-column: 1 / -1;
      }
      .by-hand > div {
        flex: 1 1 200px;
      }
      .problem {
        color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
      }
      [aria-invalid="true"] {
        outline: 2px solid var(--error-color, #db4437);
      }
    `]}constructor(){super(),this.isAsking=!1,this.impliedSides=``,this.madeHere=`all`}render(){let e=I(this.usedChoices,this.printer);return w`
      <div class="fields" role="group" aria-label=${this.localize(`options`)}>
        ${this.printer.copies.max>1?this.renderCopies(e.includes(`copies_invalid`)):D}
        ${Lt.map(e=>this.renderChoice(e))} ${this.renderFallback()}
        ${P(this.sides,this.printer)?this.renderByHand():D}
        ${this.hasPages?this.renderPages(e.includes(`page_ranges_invalid`)):D}
        ${this.hasPages&&this.hasPageSets?this.renderPageSets():D}
      </div>
      ${this.isAsking?w`<cloudprint-card-trays
              .context=${this.context}
              .printer=${this.printer}
              @close=${()=>{this.isAsking=!1}}
            ></cloudprint-card-trays>`:D}
    `}renderCopies(e){let{min:t,max:n}=this.printer.copies,{copies:r}=this.choices,i=e=>{let i=r??t,a=Number.isFinite(i)?i+e:t;this.change({copies:Math.min(n,Math.max(t,a))})};return w`
      <div class="field">
        <label class="small secondary" for="copies">${this.localize(`copies`)}</label>
        <div class="control number">
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`fewer_copies`)}
            ?disabled=${r===void 0||r<=t}
            @click=${()=>i(-1)}
          >
            ${R(`mdi:minus`)}
          </button>
          <input
            id="copies"
            type="number"
            inputmode="numeric"
            min=${t}
            max=${n}
            .value=${r===void 0||Number.isNaN(r)?``:String(r)}
            placeholder=${this.isSaved?this.localize(`as_saved`):D}
            aria-invalid=${e?`true`:D}
            aria-describedby=${e?`copies-problem`:D}
            @input=${this.changeCopies}
          />
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`more_copies`)}
            ?disabled=${r!==void 0&&r>=n}
            @click=${()=>i(1)}
          >
            ${R(`mdi:plus`)}
          </button>
        </div>
        ${e?w`<div id="copies-problem" class="problem small" role="alert">
                ${this.localize(`copies_invalid`,{lowest:t,highest:n})}
              </div>`:D}
      </div>
    `}renderChoice(e){let t=Wt(this.printer,e);if(!t.length)return D;let n=this.usedChoices[e],r=this.choices.remembered.includes(e)&&n===this.choices[e],i=Object.fromEntries([[``,this.defaultLabel(e)],...t.map(t=>[t,this.name(e,t)])]);return this.renderSelect(e,e,i,n,t=>{this.fireEvent(`choices`,Jt(this.choices,e,t));let n=P(t,this.printer)&&!this.printer.trays;e===`sides`&&n&&this.isAdmin&&(this.isAsking=!0)},r)}renderSelect(e,t,n,r,i,a=!1){let o=this.localize(t);return w`
      <div class="field">
        <div class="label">
          <label class="small secondary" for=${e}>${o}</label>
          ${a?fr(this.context.texts,o,()=>{i(``),this.renderRoot.querySelector(`#${e}`)?.focus()}):D}
        </div>
        <div class="control choice">
          <select id=${e} @change=${e=>i(e.target.value)}>
            ${Object.entries(n).map(([e,t])=>w` <option value=${e} .selected=${r===e}>${t}</option> `)}
          </select>
          ${R(`mdi:chevron-down`)}
        </div>
      </div>
    `}renderFallback(){let{choices:e,madeHere:t}=this,n=tn(e,this.printer,t===`all`);if(!n)return D;let r=n===`not_made_here`&&t===`some`;return this.renderNote(`fallback_${r?`some`:n}`,n===`trays_missing`&&this.isAdmin&&`trays_answer`,w`<button type="button" class="plain" @click=${()=>this.fireEvent(`choices`,Jt(e,`sides`,``))}>
        ${this.localize(`fallback_forget`)}
      </button>`)}renderByHand(){let{isAdmin:e}=this;return this.printer.trays?this.renderNote(`by_hand`,e&&`trays_change`):e?this.renderNote(`trays_missing`,`trays_answer`):this.renderNote(`trays_missing_ask`)}renderNote(e,t=!1,n=D){return w`
      <div class="by-hand small" role="status">
        <div>${this.localize(e)}</div>
        ${t?w`<button
                type="button"
                @click=${()=>{this.isAsking=!0}}
              >
                ${this.localize(t)}
              </button>`:D}
        ${n}
      </div>
    `}get isAdmin(){return this.context.hass.user?.is_admin??!1}renderPageSets(){let{pageSet:e,isReversed:t}=this.choices,n=this.localize(this.isSaved?`as_saved`:`page_set_all`),r=Object.fromEntries(zt.map(e=>[e,e?this.localize(`page_set_${e}`):n])),i={"":this.localize(this.isSaved?`as_saved`:`page_order_forward`),reverse:this.localize(`page_order_reverse`)};return w`
      ${this.renderSelect(`page-set`,`page_set`,r,e,e=>this.change({pageSet:e}))}
      ${this.renderSelect(`page-order`,`page_order`,i,t?`reverse`:``,e=>this.change({isReversed:e!==``}))}
    `}renderPages(e){return w`
      <div class="field">
        <label class="small secondary" for="pages">${this.localize(`page_ranges`)}</label>
        <div class="control">
          <input
            id="pages"
            type="text"
            autocomplete="off"
            .value=${this.choices.pageRanges}
            placeholder=${this.localize(this.isSaved?`as_saved`:`page_ranges_placeholder`)}
            aria-invalid=${e?`true`:D}
            aria-describedby=${e?`pages-problem`:D}
            @input=${e=>this.change({pageRanges:e.target.value})}
          />
        </div>
        ${e?w`<div id="pages-problem" class="problem small" role="alert">
                ${this.localize(`page_ranges_invalid`)}
              </div>`:D}
      </div>
    `}get sides(){let{trays:e,defaults:t}=this.printer,n=e===null||this.isSaved?``:t.sides??``;return this.usedChoices.sides||this.impliedSides||n}get usedChoices(){return F(this.choices,this.printer,this.madeHere!==`none`)}defaultLabel(e){if(this.isSaved)return this.localize(`as_saved`);let t=e===`sides`&&this.impliedSides||this.printer.defaults[e];return t?this.localize(`default_is`,{value:this.name(e,t)}):this.localize(`printer_default`)}name(e,t){return e===`paper`?t:this.context.texts.localizeValue(e,t,`printer_default`)}changeCopies(e){let{value:t}=e.target,n=t===``&&this.isSaved;this.change({copies:n?void 0:Number.parseFloat(t)})}change(e){this.fireEvent(`choices`,{...this.choices,...e})}});var Hr=class extends B{static{this.properties={...B.properties,isMore:{attribute:!1}}}static{this.styles=[...B.styles,h`
      :host {
        display: contents;
      }
    `]}constructor(){super(),this.isMore=!1}focus(){this.renderRoot.querySelector(`button`)?.focus()}render(){let e=this.localize(this.isMore?`add_files`:`choose_files`);return w`
      <button class=${this.isMore?``:`primary`} type="button" @click=${()=>this.open(`.any`)}>
        ${this.isMore?R(`mdi:plus`):D}${e}
      </button>
      ${Ur()?w`<button type="button" @click=${()=>this.open(`.photo`)}>
              ${R(`mdi:camera`)}${this.localize(`take_photo`)}
            </button>`:D}
      <input hidden multiple class="any" type="file" accept=${Jn} aria-label=${e} @change=${this.take} />
      <input
        hidden
        class="photo"
        type="file"
        accept="image/*"
        capture="environment"
        aria-label=${this.localize(`take_photo`)}
        @change=${this.take}
      />
    `}open(e){this.renderRoot.querySelector(e)?.click()}take(e){let t=e.target,n=[...t.files??[]];t.value=``,n.length&&this.fireEvent(`content-picked`,{kind:`files`,files:n})}};function Ur(){return matchMedia(`(pointer: coarse)`).matches}H(`cloudprint-card-pick`,Hr);var Wr={skipped:`mdi:file-remove-outline`,waiting:`mdi:file-document-outline`,uploading:`mdi:file-upload-outline`,sending:`mdi:send-clock`,failed:`mdi:alert-circle-outline`};H(`cloudprint-card-batch`,class extends B{constructor(...e){super(...e),this.batch=new Mr(this),this.wasRunning=!1}static{this.properties={...B.properties,files:{attribute:!1},uploaded:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},initial:{attribute:!1},jobs:{attribute:!1},choices:{state:!0}}}static{this.styles=[...B.styles,Pr,Nr]}get isBusy(){return this.batch.isRunning}get isUncertain(){return this.batch.items.some(({sender:e})=>e.isUncertain)}get uploads(){let e=this.batch.items.map(({file:e,uploaded:t})=>[e,t]);return new Map(e.filter(e=>e[1]!==void 0))}focus(){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0})}willUpdate(e){e.has(`files`)&&this.batch.add(this.files,this.uploaded),this.keepJobStates();let t=e.get(`printer`);this.hasUpdated?t&&t.device_id!==this.printer.device_id&&(this.choices=this.createChoices()):this.choices={...this.initial??this.createChoices(),...Ut}}updated(){let{isRunning:e}=this.batch,t=document.activeElement===document.body;e!==this.wasRunning&&t&&this.focus(),this.wasRunning=e}render(){let{batch:e}=this,{texts:t}=this.context;return w`
      ${this.renderHead()}
      <ul aria-label=${this.localize(`files`)}>
        ${kr(e.items,e=>e,e=>w`<li>${this.renderItem(e)}</li>`)}
      </ul>
      ${e.leftOut?z(`warning`,`mdi:alert-circle-outline`,`${this.localize(`files_limit`,{limit:20})} ${t.localizeCount(`files_left_out`,e.leftOut)}`):D}
      ${e.items.some(({fileProblem:e})=>e===`file_unsupported`)?w`<p class="secondary small">${this.localize(`formats`,{formats:qn})}</p>`:D}
      ${this.renderActions()}
      <div class="visually-hidden" role="status">${this.progress}</div>
    `}renderHead(){let{batch:e}=this,t=e.items.reduce((e,{file:t})=>e+t.size,0);return w`
      <div class="head">
        ${R(`mdi:file-document-multiple-outline`)}
        <div class="names" tabindex="-1">
          <div class="name">${this.context.texts.localizeCount(`files`,e.items.length)}</div>
          <div class="secondary small">${this.progress||this.context.format.bytes(t)}</div>
        </div>
        ${e.isRunning?D:pr(this.localize(`close_files`),()=>this.close())}
      </div>
    `}renderItem(e){let{name:t}=e.file,n=this.localize(e.state===`waiting`?`cancel_job`:`remove`,{name:t}),r=![`sending`,`printed`].includes(e.state),i=this.getJobState(e);return w`
      <div class="item ${i||e.state}">
        ${R(e.state===`printed`?rr(i):Wr[e.state])}
        <div class="names">
          <div class="one-line" title=${t}>${t}</div>
          <div class="fact small">${this.describe(e)}</div>
          ${e.state===`uploading`?lr(this.localize(`uploading`,{name:t}),e.sent):D}
        </div>
        ${r?w`<button
                class="plain round"
                type="button"
                aria-label=${n}
                title=${n}
                @click=${()=>this.drop(e)}
              >
                ${R(`mdi:close`)}
              </button>`:D}
      </div>
    `}renderActions(){let{batch:e,context:t}=this;if(e.isRunning)return w`
        <p class="secondary small">${this.localize(`keep_open`)}</p>
        <button class="stop" type="button" @click=${()=>e.stop()}>
          ${R(`mdi:stop`)}${this.localize(`stop`)}
        </button>
      `;let n=e.in(`waiting`).length,r=n+e.in(`failed`).length,{madeHere:i}=this,a=!I(F(this.choices,this.printer,i!==`none`),this.printer).length;return w`
      <div class="more">
        <cloudprint-card-pick
          .context=${t}
          .isMore=${!0}
          @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
        ></cloudprint-card-pick>
      </div>
      ${r?w`
              <cloudprint-card-options
                .context=${t}
                .printer=${this.printer}
                .choices=${this.choices}
                .isSaved=${!1}
                .hasPages=${!1}
                .madeHere=${i}
                @choices=${e=>{this.choices=e.detail}}
              ></cloudprint-card-options>
              <div>
                <button class="primary print" type="button" ?disabled=${!a} @click=${this.print}>
                  ${R(`mdi:printer`)}${t.texts.localizeCount(n?`print_files`:`retry_files`,r)}
                </button>
                <p class="secondary small each">${this.localize(`files_hint`)}</p>
                ${this.canBeOne?w`<button
                        class="plain together"
                        type="button"
                        @click=${()=>this.fireEvent(`together`,this.wanted)}
                      >
                        ${this.localize(`print_together`)}
                      </button>`:D}
              </div>
            `:w`<button class="print" type="button" @click=${()=>this.close()}>${this.localize(`done`)}</button>`}
    `}describe(e){let{format:t}=this.context;switch(e.state){case`skipped`:return this.localize(`${e.fileProblem??`file_unsupported`}_short`,{size:t.bytes(e.file.size),limit:t.bytes(Hn)});case`uploading`:return e.sent>=1?this.localize(`processing`):t.percent(e.sent);case`failed`:return e.problem??``;case`printed`:return this.context.texts.localizeValue(`state`,this.getJobState(e),`state_other`);case`waiting`:return this.batch.isRunning?this.localize(`file_waiting`):t.bytes(e.file.size);case`sending`:return this.localize(`printing_now`)}}getJobState({jobs:e,jobStates:t}){let n=e.map(({job_id:e,state:n})=>({state:t.get(e)??n}));return(n.find(Tt)??n[0])?.state??``}keepJobStates(){for(let{jobs:e,jobStates:t}of this.batch.items)for(let{job_id:n}of e){let e=this.jobs.get(n)?.state;e&&t.set(n,e)}}get progress(){let{batch:e}=this,[t,n]=[e.in(`printed`).length,e.in(`failed`).length];if(!e.isRunning&&!t&&!n)return``;let r=e.items.length-e.in(`skipped`).length,i=this.localize(`files_progress`,{done:t,count:r});return n?`${i} · ${this.context.texts.localizeCount(`files_failed`,n)}`:i}get wanted(){return this.files.filter(e=>!this.batch.isRemoved(e))}get canBeOne(){let{items:e}=this.batch;return e.length>1&&e.every(({state:e})=>e===`waiting`)&&!this.isUncertain&&this.wanted.every(L)}get madeHere(){let e=this.batch.in(`waiting`,`failed`).map(({file:e})=>e),t=e.filter(L).length;return t===e.length?`all`:t?`some`:`none`}createChoices(){return Kt(this.printer,this.remembered)}drop(e){this.batch.remove(e),this.batch.items.length?this.focus():this.close()}close(){this.batch.items.flatMap(e=>e.jobs).length?this.firePrinted():this.fireEvent(`unstage`,void 0)}async print(){let{batch:e,choices:t,printer:n}=this,{device_id:r}=n;this.last={deviceId:r,choices:t},await e.start(this.context,e=>({device_id:r,...nn(F(t,n,L(e)))})),e.items.length>0&&e.items.every(({state:e})=>e===`printed`)&&this.isConnected&&this.firePrinted()}firePrinted(){let e=this.batch.items.flatMap(e=>e.jobs);this.last&&this.fireEvent(`printed`,{...this.last,jobs:e,isSaved:!1})}}),H(`cloudprint-card-composer`,class extends B{static{this.properties={...B.properties,documents:{attribute:!1},hasText:{attribute:!1},isDraggedOver:{attribute:!1}}}static{this.styles=[...B.styles,h`
      :host {
        display: grid;
        gap: var(--gap);
        grid-template-columns: minmax(0, 1fr);
      }
      .zone {
        align-items: center;
        border: 2px dashed color-mix(in srgb, var(--text) 22%, transparent);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 4px;
        padding: 20px 16px;
        text-align: center;
        transition:
          background-color 120ms,
          border-color 120ms;
      }
      .zone > .icon {
        --mdc-icon-size: 32px;
        color: var(--accent-text);
      }
      .zone.over {
        background: var(--tint);
        border-color: var(--accent-text);
      }
      .title {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: center;
        margin-block-start: 12px;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-block-start: 8px;
      }
      .chips li {
        max-inline-size: 100%;
      }
      .chips button {
        background: transparent;
        border: 1px solid var(--line);
        color: var(--text);
        font-weight: var(--ha-font-weight-normal, 400);
        min-block-size: 36px;
        padding: 6px 14px 6px 10px;
        padding-inline: 10px 14px;
      }
      .chips button:hover {
        background: var(--field);
      }
      .chips .icon {
        --mdc-icon-size: 18px;
        color: var(--accent-text);
      }
    `]}get picker(){return this.renderRoot.querySelector(`cloudprint-card-pick`)}focus(){this.picker?.focus()}async getUpdateComplete(){let e=await super.getUpdateComplete();return await this.picker?.updateComplete,e}render(){let e=Ur();return w`
      <div class="zone ${this.isDraggedOver?`over`:``}">
        ${R(`mdi:file-upload-outline`)}
        <div class="title">
          ${this.localize(this.isDraggedOver?`drop_now`:e?`tap_title`:`drop_title`)}
        </div>
        <div class="secondary small">${this.localize(e?`tap_hint`:`drop_hint`)}</div>
        <div class="ways">
          <cloudprint-card-pick
            .context=${this.context}
            @content-picked=${e=>this.pick(e.detail)}
          ></cloudprint-card-pick>
          ${this.hasText?w`<button type="button" @click=${this.writeText}>
                  ${R(`mdi:text-box-edit-outline`)}${this.localize(`write_text`)}
                </button>`:D}
          ${`clipboard`in navigator&&`read`in navigator.clipboard?w`<button type="button" @click=${this.paste}>
                  ${R(`mdi:clipboard-text-outline`)}${this.localize(`paste`)}
                </button>`:D}
        </div>
      </div>
      ${this.documents.length?this.renderDocuments():D}
    `}renderDocuments(){return w`
      <section aria-labelledby="saved">
        <h2 id="saved">${this.localize(`saved_documents`)}</h2>
        <ul class="chips">
          ${this.documents.map(e=>w`
              <li>
                <button type="button" @click=${()=>this.fireEvent(`document-picked`,e)}>
                  ${R(`mdi:file-document-outline`)}<span class="one-line">${e.name}</span>
                </button>
              </li>
            `)}
        </ul>
      </section>
    `}writeText(){this.pick({kind:`text`,text:``})}async paste(){try{let e=await Qn(navigator.clipboard,this.localize(`pasted_picture`));e&&(this.hasText||e.kind===`files`)?this.pick(e):this.report(this.hasText?`paste_empty`:`paste_no_file`)}catch{this.report(`paste_denied`)}}pick(e){this.fireEvent(`content-picked`,e)}report(e){this.fireEvent(`problem`,e)}});var K=.04,Gr=[[0,0],[1,0],[1,1],[0,1]];function q([e,t],n){switch(n){case 90:return[1-t,e];case 180:return[1-e,1-t];case 270:return[t,1-e];case 0:return[e,t]}}function Kr(e,t){return q(e,(360-t)%360)}function qr([e,t,n,r]){return[[e,t],[n,t],[n,r],[e,r]]}function J(e,t,n){return Math.min(Math.max(e,t),n)}function Y(e){return Math.round(e*1e4)/1e4}function Jr([e,t,n,r],i,[a,o]){let s=i===0||i===3,c=i<2;return[s?Y(J(a,0,n-K)):e,c?Y(J(o,0,r-K)):t,s?n:Y(J(a,e+K,1)),c?r:Y(J(o,t+K,1))]}function Yr([e,t,n,r],[i,a]){let o=J(i,-e,1-n),s=J(a,-t,1-r);return[Y(e+o),Y(t+s),Y(n+o),Y(r+s)]}function Xr(e,t,[n,r]){let i=e.map((e,i)=>i===t?[Y(J(n,0,1)),Y(J(r,0,1))]:e);return Zr(i)?i:e}function X(e,t){return e[t%4]}function Zr(e){return e.every(([t,n],r)=>{let[i,a]=X(e,r+1),[o,s]=X(e,r+2);return(i-t)*(s-a)-(a-n)*(o-i)>K**2})}function Qr([e,t,n,r]){return e<=0&&t<=0&&n>=1&&r>=1}async function $r(e,t){let n;try{n=await createImageBitmap(e,{imageOrientation:`from-image`});let r=Math.min(1,t/Math.max(n.width,n.height)),i=document.createElement(`canvas`);i.width=Math.max(1,Math.round(n.width*r)),i.height=Math.max(1,Math.round(n.height*r));let a=i.getContext(`2d`);return a?(a.fillStyle=`#fff`,a.fillRect(0,0,i.width,i.height),a.imageSmoothingQuality=`high`,a.drawImage(n,0,0,i.width,i.height),{url:i.toDataURL(`image/jpeg`,.85),width:i.width,height:i.height}):void 0}catch{return}finally{n?.close()}}async function ei({backend:e},t,n){try{let{image:r,width:i,height:a}=await e.call(`cloudprint/thumbnail`,{upload:t,size:n});return{url:`data:image/jpeg;base64,${r}`,width:i,height:a}}catch{return}}function ti({width:e,height:t},n){return n%180?[t,e]:[e,t]}function ni(e,t,n){let{url:r,width:i,height:a}=e,[o,s]=ti(e,t),c={0:``,90:`translate(${a} 0)`,180:`translate(${i} ${a})`,270:`translate(0 ${i})`},l=n?.map(e=>{let[n,r]=q(e,t);return`${n*o} ${r*s}`});return T`
    <image
      href=${r}
      width=${i}
      height=${a}
      preserveAspectRatio="none"
      transform="${c[t]} rotate(${t})"
    ></image>
    ${l?T`
            <path class="beyond" fill-rule="evenodd" d="M0 0H${o}V${s}H0ZM${l.join(`L`)}Z"></path>
            <path class="outline" vector-effect="non-scaling-stroke" d="M${l.join(`L`)}Z"></path>
          `:D}
  `}var ri=209715200,ii=3,ai=360,oi=class{constructor(e){this.file=e,this.edits=xn,this.isFinding=!1,this.isUploading=!1,this.sent=0,this.isPicture=wn(e)}},si=new WeakMap;function ci(e){let t=si.get(e)??new oi(e);return si.set(e,t),t}var li=class{constructor(e){this.host=e,this.items=[],this.leftOut=0,this.added=new WeakSet,this.work=Promise.resolve(),this.isConnected=!1,e.addController(this)}hostConnected(){this.isConnected=!0,this.startUploads()}hostDisconnected(){this.isConnected=!1;for(let{aborter:e}of this.items)e?.abort()}add(e,t,n){this.context=e,this.leftOut=0;for(let e of t){if(this.added.has(e))continue;if(this.added.add(e),this.items.length>=60||this.size+e.size>209715200){this.leftOut+=1;continue}let t=ci(e);t.uploaded??=n?.get(e),this.items=[...this.items,t],this.queue(()=>this.readThumbnail(t))}this.startUploads()}get size(){return this.items.reduce((e,{file:t})=>e+t.size,0)}get sent(){let e=this.items.reduce((e,t)=>e+t.file.size*(t.uploaded?1:t.sent),0);return this.size?e/this.size:0}get isUploaded(){return this.items.length>0&&this.items.every(({uploaded:e})=>e)}get isFinding(){return this.items.some(e=>e.isPicture&&e.uploaded&&e.found===void 0)}get uploads(){return new Map(this.items.flatMap(({file:e,uploaded:t})=>t?[[e,t]]:[]))}buildField({cleanUp:e}){if(!(!this.isUploaded||e!==`off`&&this.isFinding))return this.items.flatMap(({uploaded:t,edits:n,found:r})=>t?[Dn(t.upload_id,n,e===`off`?void 0:r)]:[])}edit(e,t){e.edits=t,this.host.requestUpdate()}move(e,t){return this.items=On(this.items,this.items.indexOf(e),t),this.host.requestUpdate(),this.items.indexOf(e)}remove(e){this.items=this.items.filter(t=>t!==e),e.aborter?.abort(),this.host.requestUpdate()}retry(){for(let e of this.items)e.problem=void 0;this.startUploads()}uploadAgain(){for(let e of this.items)e.uploaded=void 0;this.startUploads()}findCorners(){for(let e of this.items)e.isPicture&&e.uploaded&&!e.isFinding&&e.found===void 0&&(e.isFinding=!0,this.queue(()=>this.findCornersOf(e)))}async load(e,t){let n=e.isPicture?await $r(e.file,t):void 0;return n||!e.uploaded||!this.context?n:ei(this.context,e.uploaded.upload_id,t)}queue(e){this.work=this.work.then(e)}startUploads(){if(!this.isConnected)return;let e=ii-this.items.filter(({isUploading:e})=>e).length,t=this.items.filter(e=>!e.uploaded&&!e.isUploading&&e.problem===void 0);for(let n of t.slice(0,Math.max(0,e)))this.upload(n);this.host.requestUpdate()}async upload(e){let{context:t}=this;if(!t)return;let n=new AbortController;e.aborter=n,e.isUploading=!0,e.sent=0;let r=t=>{e.sent=t,this.host.requestUpdate()};try{e.uploaded=await st(t.hass,e.file,r,n.signal),e.thumbnail||this.queue(()=>this.readThumbnail(e))}catch(r){n.signal.aborted||(e.problem=yt(t,r))}e.isUploading=!1,this.startUploads()}async readThumbnail(e){!e.thumbnail&&this.items.includes(e)&&(e.thumbnail=await this.load(e,ai),this.host.requestUpdate())}async findCornersOf(e){let{context:t}=this;if(t&&e.uploaded&&this.items.includes(e)){let{upload_id:n}=e.uploaded;e.found=(await t.backend.call(`cloudprint/corners`,{upload:n}).catch(()=>void 0))?.corners??null}e.isFinding=!1,this.host.requestUpdate()}},ui=400,di=class{constructor(e){this.host=e,this.isBusy=!1,this.isGone=!1,this.requested=``,this.running=Promise.resolve(),e.addController(this)}hostDisconnected(){this.reset()}reset(){window.clearTimeout(this.timer),this.preview=void 0,this.problem=void 0,this.isBusy=!1,this.isGone=!1,this.missing=void 0,this.pages=void 0,this.requested=``}request(e,t,n,...r){let i=fi(t,n),a=JSON.stringify(i);if(a===this.requested)return;let o=this.requested?ui:0;this.requested=a,this.isBusy=!0,this.host.requestUpdate(),window.clearTimeout(this.timer),this.timer=window.setTimeout(()=>{this.running=this.running.then(()=>this.load(e,i,a,r))},o)}async load(e,t,n,r){if(n!==this.requested)return;let i,a,o,s=!1;try{i=await e.backend.call(`cloudprint/preview`,t)}catch(t){a=await M(e,t,...r),o=_t(t),s=ht(t)}n===this.requested&&(i&&t.page_ranges===void 0&&(this.pages=i.pages),this.preview=i,this.problem=a,this.missing=o??this.missing,this.isGone=s,this.isBusy=!1,this.host.requestUpdate())}};function fi(e,t){let{copies:n,sides:r=``,...i}=t;return t.arrange===`booklet`?{...i,sides:`one_sided`}:P(r,e)?t:e.needs_trays&&r?{...i,sides:r}:i}var pi=h`
  .buttons {
    display: grid;
    gap: 4px;
  }
`,mi=[9,3,30,42];function Z([e,t,n,r],i=2){return T`<rect class="line" x=${e} y=${t} width=${n} height=${r} rx=${i}></rect>`}function Q([e,t,n,r],i=1){return T`<rect class="fill" x=${e} y=${t} width=${n} height=${r} rx=${i}></rect>`}function hi([e,t,n,r],i,a,o){let s=(n-(i-1)*o)/i,c=(r-(a-1)*o)/a;return Array.from({length:i*a},(n,r)=>Q([e+r%i*(s+o),t+Math.floor(r/i)*(c+o),s,c]))}function gi(e,t){return T`
    <rect class="line thin" x=${e} y=${t} width="7" height="9.5"></rect>
    <circle class="fill" cx=${e+3.5} cy=${t+3.6} r="1.8"></circle>
    <path class="fill" d="M${e+1} ${t+9}a2.5 3 0 0 1 5 0z"></path>
  `}var _i={pages:()=>[T`<path class="line" d="M14 7V5a2 2 0 0 1 2-2h22a2 2 0 0 1 2 2v32a2 2 0 0 1-2 2h-1"></path>`,Z([8,9,26,36]),Q([12,14,18,26])],grid:()=>[Z(mi),hi([12,6,24,36],2,3,2)],photo:()=>[Z([3,9,42,30]),T`<path class="fill" d="M6 35l11-15 8 10 5-6 12 11z"></path><circle class="fill" cx="33" cy="17" r="3.5"></circle>`],id_card:()=>[7,26].map(e=>[e===7?Z(mi):``,T`<rect class="line thin" x="13" y=${e} width="22" height="14" rx="2"></rect>`,e===7?[Q([26,e+3,6,8]),Q([16,e+4,7,1.5]),Q([16,e+8,7,1.5])]:Q([16,e+6,16,2])]),invoices:()=>[Z(mi),T`<path class="line thin dashed" d="M9 24H39"></path>`,[7,28].map(e=>[T`<rect class="line thin" x="13" y=${e} width="22" height="12"></rect>`,Q([19,e+2,10,1.5]),Q([16,e+6,16,3])])],id_photos:()=>[Z([6,3,36,42]),[0,1,2].flatMap(e=>[0,1,2].map(t=>gi(10.5+t*10,7+e*12.5)))],booklet:()=>[T`
      <path class="line" d="M24 12C19 8 11 8 5 9v29c6-1 14-1 19 3 5-4 13-4 19-3V9c-6-1-14-1-19 3zV41"></path>
      <path class="line thin" d="M10 17c3 0 6 0 9 2M10 23c3 0 6 0 9 2M10 29c3 0 6 0 9 2M38 17c-3 0-6 0-9 2M38 23c-3 0-6 0-9 2M38 29c-3 0-6 0-9 2"></path>
    `]};function vi(e){return T`<g>${_i[e]()}</g>`}H(`cloudprint-card-designer-arrangement`,class extends B{static{this.properties={...B.properties,design:{attribute:!1}}}static{this.styles=[...B.styles,h`
      :host {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      fieldset {
        border: 0;
        margin: 0;
        min-inline-size: 0;
        padding: 0;
      }
      legend {
        margin-block-end: 4px;
        padding: 0;
      }
      .tiles {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(auto-fill, minmax(76px, 1fr));
      }
      label {
        cursor: pointer;
        position: relative;
      }
      input[type="radio"] {
        appearance: none;
        block-size: 100%;
        border-radius: inherit;
        cursor: pointer;
        inline-size: 100%;
        inset: 0;
        margin: 0;
        position: absolute;
      }
      .tile {
        align-items: center;
        background: var(--field);
        border-radius: var(--ha-border-radius-md, 8px);
        display: flex;
        flex-direction: column;
        gap: 4px;
        padding: 8px 4px;
        text-align: center;
        text-wrap: balance;
      }
      .tile:has(:checked),
      .segment:has(:checked) {
        background: var(--tint);
        box-shadow: inset 0 0 0 2px var(--accent-text);
        color: var(--accent-text);
      }
      @media (forced-colors: active) {
        :is(.tile, .segment):has(:checked) {
          outline: 2px solid Highlight;
        }
      }
      svg {
        block-size: 44px;
        inline-size: 44px;
      }
      .line {
        fill: none;
        stroke: currentColor;
        stroke-width: 1.8;
      }
      .thin {
        stroke-width: 1.2;
      }
      .dashed {
        stroke-dasharray: 3 2;
      }
      .fill {
        fill: currentColor;
        opacity: 0.55;
      }
      .size {
        display: grid;
        gap: 4px;
      }
      .size input {
        background: var(--field);
        block-size: 40px;
        border: 0;
        border-radius: var(--ha-border-radius-md, 8px);
        color: inherit;
        font: inherit;
        inline-size: 100%;
        padding-inline: 12px;
      }
      .segments {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .segment {
        align-items: center;
        background: var(--field);
        border-radius: var(--pill);
        display: inline-flex;
        justify-content: center;
        min-block-size: 36px;
        min-inline-size: 44px;
        padding: 4px 14px;
      }
    `]}render(){return w`
      <fieldset>
        <legend class="small secondary">${this.localize(`arrange`)}</legend>
        <div class="tiles">
          ${pn.map(e=>w`
              <label class="tile small">
                <input
                  type="radio"
                  name="arrange"
                  .value=${e}
                  .checked=${this.design.arrange===e}
                  @change=${()=>this.change({arrange:e})}
                />
                <svg viewBox="0 0 48 48" aria-hidden="true">${vi(e)}</svg>
                ${this.localize(`arrange_${e}`)}
              </label>
            `)}
        </div>
      </fieldset>
      ${this.renderDetails()}
      ${this.renderSegments(`clean_up`,`cleanUp`,yn,e=>this.localize(`clean_up_${e}`))}
    `}renderDetails(){let e=e=>this.renderSegments(`picture_fit`,e,vn,e=>this.localize(`fit_${e}`));switch(this.design.arrange){case`grid`:return w`${this.renderSegments(`pictures_per_sheet`,`perSheet`,mn,String)}
        ${this.renderOwnSize(`gridSize`,`grid_size`,`60x40`)} ${e(`gridFit`)}`;case`photo`:return w`${this.renderSegments(`picture_size`,`photoSize`,hn,e=>this.localize(`size_${e}`))}
        ${this.renderOwnSize(`ownPhotoSize`,`own_size`,`60x40`)} ${e(`photoFit`)}`;case`id_photos`:return w`${this.renderSegments(`picture_size`,`idPhotoSize`,gn,e=>this.localize(`size_${e}`))}
        ${this.renderOwnSize(`ownIdPhotoSize`,`own_size`,`40x60`)} ${this.renderHint(`hint_id_photos`)}`;case`id_card`:return this.renderHint(`hint_id_card`);case`invoices`:return this.renderHint(`hint_invoices`);case`booklet`:return this.renderHint(`hint_booklet`);case`pages`:return D}}renderOwnSize(e,t,n){return w`
      <label class="size">
        <span class="small secondary">${this.localize(t)}</span>
        <input
          type="text"
          autocomplete="off"
          maxlength="20"
          name=${e}
          placeholder=${n}
          .value=${this.design[e]}
          @change=${t=>{this.change({[e]:t.target.value.trim()})}}
        />
      </label>
    `}renderHint(e){return w`<p class="small secondary">${this.localize(e)}</p>`}renderSegments(e,t,n,r){let i=_n[t];return w`
      <fieldset>
        <legend class="small secondary">${this.localize(e)}</legend>
        <div class="segments">
          ${n.map(e=>w`
              <label class="segment">
                <input
                  type="radio"
                  name=${t}
                  .value=${e}
                  .checked=${this.design[t]===e&&!(i&&this.design[i])}
                  @change=${()=>this.change({[t]:e,...i?{[i]:``}:{}})}
                />
                ${r(e)}
              </label>
            `)}
        </div>
      </fieldset>
    `}change(e){this.fireEvent(`design`,{...this.design,...e})}});var yi=h`
  dialog {
    --stage: min(56dvh, 560px);
    background: var(--surface);
    border: 0;
    border-radius: var(--radius);
    color: var(--text);
    inline-size: min(680px, 100dvw - 32px);
    max-block-size: calc(100dvh - 32px);
    max-inline-size: none;
    overflow: hidden auto;
    padding: 16px;
  }
  dialog[open] {
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
  }
  dialog::backdrop {
    background: rgba(0, 0, 0, 0.6);
  }
  @media (max-width: 600px) {
    dialog {
      border-radius: 0;
      block-size: 100dvh;
      inline-size: 100dvw;
      max-block-size: none;
      padding-block: max(16px, env(safe-area-inset-top)) max(16px, env(safe-area-inset-bottom));
    }
    dialog[open] {
      align-content: space-between;
    }
  }
  h2 {
    font-size: var(--ha-font-size-l, 16px);
  }
  .stage {
    align-items: center;
    background: var(--field);
    border-radius: var(--radius);
    display: flex;
    justify-content: center;
    min-block-size: 120px;
    /* Room for the handles */
    padding: 22px;
  }
  .picture {
    -webkit-touch-callout: none;
    -webkit-user-select: none;
    position: relative;
    touch-action: none;
    user-select: none;
  }
  .picture.cropped {
    cursor: move;
  }
  .picture > svg {
    block-size: 100%;
    display: block;
    inline-size: 100%;
  }
  .beyond {
    fill: rgba(0, 0, 0, 0.55);
  }
  .outline {
    fill: none;
    stroke: #fff;
    stroke-width: 2px;
    filter: drop-shadow(0 0 1px #000);
  }
  .handle {
    background: transparent;
    block-size: 44px;
    border-radius: 50%;
    cursor: grab;
    inline-size: 44px;
    margin: -22px 0 0 -22px;
    min-block-size: 0;
    padding: 0;
    position: absolute;
    touch-action: none;
  }
  .handle::before {
    background: color-mix(in srgb, var(--accent) 20%, transparent);
    block-size: 22px;
    border: 2px solid #fff;
    border-radius: 50%;
    box-shadow: 0 0 0 1.5px rgba(0, 0, 0, 0.6);
    content: "";
    inline-size: 22px;
  }
  .handle:hover {
    background: transparent;
  }
  .handle:focus-visible {
    outline: none;
  }
  .handle:focus-visible::before {
    background: var(--accent);
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .magnifier {
    background: #000;
    block-size: 108px;
    border: 2px solid #fff;
    border-radius: 50%;
    box-shadow:
      0 0 0 1px rgba(0, 0, 0, 0.5),
      0 2px 12px rgba(0, 0, 0, 0.5);
    inline-size: 108px;
    margin: -150px 0 0 -54px;
    overflow: hidden;
    pointer-events: none;
    position: absolute;
    z-index: 1;
  }
  .magnifier.right {
    margin: -54px 0 0 44px;
  }
  .magnifier.left {
    margin: -54px 0 0 -152px;
  }
  .magnifier > svg {
    block-size: 100%;
    display: block;
    inline-size: 100%;
  }
  .magnifier::after {
    background: #fff;
    block-size: 6px;
    border-radius: 50%;
    box-shadow: 0 0 0 1.5px #000;
    content: "";
    inline-size: 6px;
    inset: calc(50% - 3px) auto auto calc(50% - 3px);
    position: absolute;
  }
  .tools,
  footer {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  footer {
    justify-content: flex-end;
  }
`,bi=.005,xi=.05,Si=.12,Ci={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]},wi=[`upper_left`,`upper_right`,`lower_right`,`lower_left`];H(`cloudprint-card-designer-editor`,class extends _r{static{this.properties={...B.properties,name:{attribute:!1},picture:{attribute:!1},edits:{attribute:!1},found:{attribute:!1},hasCorners:{attribute:!1},draft:{state:!0},grip:{state:!0},isTouched:{state:!0},announcement:{state:!0}}}static{this.styles=[...B.styles,yi]}constructor(){super(),this.reset=()=>{let{rotation:e,crop:t,corners:n}=this.draft,r=this.hasCorners?t&&{crop:t}:n&&{corners:n};this.change({rotation:e,...r})},this.apply=()=>{let{rotation:e,crop:t,corners:n}=this.draft;this.fireEvent(`edits`,{rotation:e,...t&&!Qr(t)?{crop:t}:{},...n?{corners:n}:{}}),this.dialog?.close()},this.draft=xn,this.announcement=``,this.isTouched=!1}willUpdate(e){e.has(`edits`)&&(this.draft=this.edits)}render(){return w`
      <dialog aria-labelledby="title" @close=${()=>this.fireEvent(`close`,void 0)}>
        <header>
          <h2 id="title">${this.localize(this.hasCorners?`edit_corners`:`edit_crop`)}</h2>
          <div class="small secondary one-line">${this.name}</div>
        </header>
        <div class="stage">${this.picture?this.renderStage(this.picture):this.renderWaiting()}</div>
        <p class="small secondary">${this.localize(this.hasCorners?`edit_corners_hint`:`edit_crop_hint`)}</p>
        <div class="tools">
          ${this.renderTool(`mdi:rotate-left`,`rotate_left`,()=>this.turn(-1))}
          ${this.renderTool(`mdi:rotate-right`,`rotate_right`,()=>this.turn(1))}
          <button type="button" @click=${this.reset}>
            ${this.localize(this.hasCorners?`corners_found`:`edit_reset`)}
          </button>
          ${this.hasCorners?w`<button type="button" @click=${()=>this.change({...this.draft,corners:Gr})}>
                  ${this.localize(`corners_full`)}
                </button>`:D}
        </div>
        <footer>
          <button type="button" class="plain" @click=${()=>this.dialog?.close()}>
            ${this.localize(`edit_cancel`)}
          </button>
          <button type="button" class="primary" @click=${this.apply}>${this.localize(`done`)}</button>
        </footer>
        <div class="visually-hidden" role="status">${this.announcement}</div>
      </dialog>
    `}renderWaiting(){return w`<div class="waiting secondary small">${this.localize(`preview_loading`)}</div>`}renderStage(e){let{rotation:t}=this.draft,[n,r]=ti(e,t),i=this.grip!==void 0&&this.grip.corner===void 0;return w`
      <div
        class="picture ${this.hasCorners?``:`cropped`} ${i?`moved`:``}"
        style="aspect-ratio: ${n} / ${r}; inline-size: min(100%, var(--stage) * ${n/r})"
        @pointerdown=${e=>this.take(e,void 0)}
        @pointermove=${this.drag}
        @pointerup=${this.drop}
        @pointercancel=${this.drop}
      >
        <svg viewBox="0 0 ${n} ${r}" aria-hidden="true">${ni(e,t,this.quad)}</svg>
        ${this.quad.map((e,t)=>this.renderHandle(e,t))} ${this.renderMagnifier(e)}
      </div>
    `}renderHandle(e,t){let[n,r]=q(e,this.draft.rotation),i=wi[(t+this.draft.rotation/90)%4]??wi[0];return w`<button
      class="handle"
      type="button"
      aria-label=${this.localize(`corner_${i}`)}
      style="inset: ${r*100}% auto auto ${n*100}%"
      @pointerdown=${e=>this.take(e,t)}
      @keydown=${e=>this.press(e,t)}
    ></button>`}renderMagnifier(e){let{grip:t,draft:n,quad:r}=this;if(!this.isTouched||t?.corner===void 0)return D;let[i,a]=ti(e,n.rotation),[o,s]=q(X(r,t.corner),n.rotation),c=Si/2*Math.max(i,a),l=[o*i-c,s*a-c,2*c,2*c].join(` `);return w`
      <div class="magnifier ${s>.3?``:o<.5?`right`:`left`}" style="inset: ${s*100}% auto auto ${o*100}%">
        <svg viewBox=${l} aria-hidden="true">${ni(e,n.rotation,r)}</svg>
      </div>
    `}renderTool(e,t,n){return mr(e,this.localize(t),n)}get quad(){let{corners:e,crop:t}=this.draft;return this.hasCorners?e??this.found??Gr:t?qr(t):Gr}change(e){this.draft=e}turn(e){this.change({...this.draft,rotation:kn(this.draft.rotation,e)})}getPlace(e){let{left:t,top:n,width:r,height:i}=(this.renderRoot.querySelector(`.picture`)??this).getBoundingClientRect();return[(e.clientX-t)/r,(e.clientY-n)/i]}take(e,t){if(e.button!==0||t===void 0&&this.hasCorners)return;e.stopPropagation(),this.renderRoot.querySelector(`.picture`)?.setPointerCapture(e.pointerId),this.isTouched=e.pointerType===`touch`;let[n,r]=this.getPlace(e);if(t===void 0){this.grip={corner:t,last:[n,r]};return}let[i,a]=q(X(this.quad,t),this.draft.rotation);this.grip={corner:t,offset:[i-n,a-r]}}drag(e){let{grip:t}=this;if(!t)return;let[n,r]=this.getPlace(e);t.corner===void 0?(this.shift([n-t.last[0],r-t.last[1]]),this.grip={...t,last:[n,r]}):this.moveTo(t.corner,[n+t.offset[0],r+t.offset[1]])}drop(){this.grip=void 0}press(e,t){let n=Ci[e.key];if(!n)return;e.preventDefault();let r=e.shiftKey?xi:bi,[i,a]=q(X(this.quad,t),this.draft.rotation);this.moveTo(t,[i+n[0]*r,a+n[1]*r]);let[o,s]=q(X(this.quad,t),this.draft.rotation),{format:c}=this.context;this.announcement=this.localize(`corner_place`,{left:c.percent(o),top:c.percent(s)})}moveTo(e,t){let{draft:n}=this,r=Kr(t,n.rotation);this.hasCorners?this.change({...n,corners:Xr(this.quad,e,r)}):this.change({...n,crop:Jr(n.crop??[0,0,1,1],e,r)})}shift([e,t]){let{crop:n,rotation:r}=this.draft;if(!n)return;let[i,a]=Kr([0,0],r),[o,s]=Kr([e,t],r);this.change({...this.draft,crop:Yr(n,[o-i,s-a])})}});var $=96/25.4,Ti={width:240,height:280},Ei=`default-src 'none'; img-src data:; style-src 'unsafe-inline'`,Di=h`
  .paper {
    flex: none;
    overflow: hidden;
    position: relative;
  }
  iframe {
    border: 0;
    color-scheme: light;
    pointer-events: none;
    position: absolute;
    transform-origin: 0 0;
  }
  [aria-busy="true"] > :is(img, .paper) {
    opacity: 0.5;
  }
  .wait {
    inline-size: min(160px, 80%);
  }
  .wait > div {
    animation: wait 1.2s ease-in-out infinite alternate;
    inline-size: 40%;
  }
  @keyframes wait {
    from {
      margin-inline-start: 0;
    }
    to {
      margin-inline-start: 60%;
    }
  }
`,Oi=class extends B{static{this.properties={...B.properties,preview:{attribute:!1},problem:{attribute:!1},isBusy:{attribute:!1},name:{attribute:!1}}}static{this.styles=[...B.styles,Di,h`
      .sheet {
        align-items: center;
        background: var(--field);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        min-block-size: 160px;
        padding: 16px;
        text-align: center;
      }
      .sheet > .icon {
        --mdc-icon-size: 40px;
        color: var(--secondary);
      }
      .sheet > div {
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }
      img,
      .paper {
        background: #fff;
        box-shadow: 0 1px 4px rgba(0, 0, 0, 0.3);
      }
      img {
        max-block-size: 280px;
        max-inline-size: 100%;
      }
      iframe {
        background: #fff;
      }
    `]}render(){return w`<div class="sheet" aria-busy=${this.isBusy}>${this.renderPage()}</div>`}renderPage(){let{preview:e,problem:t}=this;return t===void 0?e?.image?w`<img alt=${this.label} src="data:image/png;base64,${e.image}" />`:e?.layout?this.renderLayout(e.layout):e?w`${R(`mdi:file-document-outline`)}
        <div class="secondary small">${this.localize(`preview_none`)}</div>`:w`<div class="bar wait"><div></div></div>
      <div class="secondary small">${this.localize(`preview_loading`)}</div>`:w`${R(`mdi:alert-circle-outline`)}
      ${t?w`<div class="small" role="alert">${t}</div>`:D}`}renderLayout({html:e,width:t,height:n,margin:r}){let i=Math.min(Ti.width/t,Ti.height/n),a={width:t-2*r,height:n-2*r};return w`
      <div class="paper" style="block-size: ${n*i}px; inline-size: ${t*i}px">
        <iframe
          sandbox=""
          tabindex="-1"
          scrolling="no"
          title=${this.label}
          style="block-size: ${a.height*$}px; inline-size: ${a.width*$}px; inset: ${r*i}px auto auto ${r*i}px; transform: scale(${i/$})"
          srcdoc=${ki(e,a)}
        ></iframe>
      </div>
    `}get label(){return this.localize(`preview_alt`,{name:this.name})}};function ki(e,{width:t,height:n}){return`<meta http-equiv="Content-Security-Policy" content="${Ei}">
<style>
html { overflow: hidden !important; }
body { block-size: ${n}mm !important; inline-size: ${t}mm !important;
  columns: ${t}mm auto !important; column-fill: auto !important; column-gap: 0 !important; }
</style>
${e}`}H(`cloudprint-card-preview`,Oi);var Ai={width:260,height:320},ji=class extends B{static{this.properties={...B.properties,preview:{attribute:!1},problem:{attribute:!1},waiting:{attribute:!1},isBusy:{attribute:!1},at:{state:!0}}}static{this.styles=[...B.styles,Di,h`
      .desk {
        align-items: center;
        background: var(--field);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        min-block-size: 200px;
        padding: 12px;
        text-align: center;
      }
      .desk > .icon {
        --mdc-icon-size: 40px;
        color: var(--secondary);
      }
      .desk > div {
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }
      img {
        background: #fff;
        box-shadow: 0 0 0 1px var(--line);
        max-block-size: 320px;
        max-inline-size: 100%;
      }
      iframe {
        inset: 0 auto auto 0;
      }
      .pages {
        align-items: center;
        display: flex;
        gap: 8px;
      }
    `]}constructor(){super(),this.at=0}willUpdate(e){let t=this.preview?.sheets?.shown;e.has(`preview`)&&t&&(this.at=Math.min(this.at,t-1))}render(){return w`<div class="desk" aria-busy=${this.isBusy}>${this.renderDesk()}</div>`}renderDesk(){let{problem:e,preview:t}=this;if(e!==void 0)return w`${R(`mdi:alert-circle-outline`)}
      ${e?w`<div class="small" role="alert">${e}</div>`:D}`;if(t?.sheets){let{sheets:e}=t;return w`${this.renderPaper(e)} ${e.count>1?this.renderPager(e):D}`}return t?.image?w`<img
        alt=${this.localize(`sheet_position`,{position:1,count:1})}
        src="data:image/png;base64,${t.image}"
      />`:t?w`${R(`mdi:file-document-outline`)}
      <div class="secondary small">${this.localize(`preview_none`)}</div>`:w`<div class="bar wait"><div></div></div>
        <div class="secondary small">${this.waiting}</div>`}renderPaper({html:e,width:t,height:n,shown:r,count:i}){let a=Math.min(Ai.width/t,Ai.height/n),o=n*$;return w`
      <div class="paper" style="block-size: ${n*a}px; inline-size: ${t*a}px">
        <iframe
          sandbox=""
          tabindex="-1"
          scrolling="no"
          title=${this.localize(`sheet_position`,{position:this.at+1,count:i})}
          style="block-size: ${o*r}px; inline-size: ${t*$}px; transform: scale(${a/$}) translateY(${-this.at*o}px)"
          srcdoc=${Mi(e,t,n)}
        ></iframe>
      </div>
    `}renderPager({shown:e,count:t}){let n=this.localize(`sheet_position`,{position:this.at+1,count:t});return w`
      <div class="pages">
        ${this.renderStep(`mdi:chevron-left`,`sheet_before`,-1,this.at===0)}
        <span class="small" role="status">${n}</span>
        ${this.renderStep(`mdi:chevron-right`,`sheet_after`,1,this.at>=e-1)}
      </div>
      ${e<t&&this.at>=e-1?w`<div class="secondary small">${this.localize(`sheets_not_shown`)}</div>`:D}
    `}renderStep(e,t,n,r){return mr(e,this.localize(t),()=>this.at+=n,r)}};function Mi(e,t,n){return`<meta http-equiv="Content-Security-Policy" content="${Ei}">
<style>
html { overflow: hidden !important; }
body { display: grid !important; grid-auto-rows: ${n}mm !important;
  grid-template-columns: ${t}mm !important; place-items: center !important; }
body > div { background: #fff; outline: 2px solid rgba(0, 0, 0, 0.25); outline-offset: -2px; }
</style>
${e}`}H(`cloudprint-card-designer-sheets`,ji);var Ni=6,Pi=300,Fi=32,Ii=class{constructor(e,t){this.host=e,this.sortable=t,this.preventMenu=e=>{this.pressed&&this.from!==void 0&&e.preventDefault()},this.drag=e=>{let{pressed:t}=this;if(e.pointerId!==t?.id)return;if(this.from===void 0){if(!(Math.hypot(e.clientX-t.x,e.clientY-t.y)>Ni))return;e.pointerType===`touch`?this.end():this.lift();return}let n=this.sortable.list();if(!n)return;let r=n.getBoundingClientRect();e.clientY<r.top+Fi&&(n.scrollTop-=Fi/4),e.clientY>r.bottom-Fi&&(n.scrollTop+=Fi/4),this.gap=Ri([...n.children],e.clientX,e.clientY),this.host.requestUpdate()},this.drop=e=>{let{from:t,gap:n,pressed:r}=this;if(e.pointerId!==r?.id||(this.end(),t===void 0||n===void 0))return;window.addEventListener(`click`,Li,{capture:!0,once:!0}),window.setTimeout(()=>window.removeEventListener(`click`,Li,!0));let i=n>t?n-1:n;i!==t&&this.sortable.onSorted(t,i)},this.cancel=()=>this.end(),this.escape=e=>{e.key===`Escape`&&this.from!==void 0&&(e.stopPropagation(),this.end())},this.preventScroll=e=>{this.from!==void 0&&e.cancelable&&e.preventDefault()},e.addController(this)}hostDisconnected(){this.end()}start(e,t){e.button===0&&e.isPrimary&&(this.end(),this.pressed={at:t,x:e.clientX,y:e.clientY,id:e.pointerId},window.addEventListener(`touchmove`,this.preventScroll,{passive:!1}),window.addEventListener(`pointermove`,this.drag),window.addEventListener(`pointerup`,this.drop),window.addEventListener(`pointercancel`,this.cancel),window.addEventListener(`keydown`,this.escape,!0),e.pointerType===`touch`&&(this.holding=window.setTimeout(()=>this.lift(),Pi)))}lift(){this.from=this.pressed?.at,this.gap=this.from,this.host.requestUpdate()}end(){window.clearTimeout(this.holding),window.removeEventListener(`touchmove`,this.preventScroll),window.removeEventListener(`pointermove`,this.drag),window.removeEventListener(`pointerup`,this.drop),window.removeEventListener(`pointercancel`,this.cancel),window.removeEventListener(`keydown`,this.escape,!0),this.pressed=void 0,this.from=void 0,this.gap=void 0,this.host.requestUpdate()}};function Li(e){e.stopPropagation(),e.preventDefault()}function Ri(e,t,n){let r=e.map(e=>e.getBoundingClientRect()),i=r.findIndex(({left:e,right:r,top:i,bottom:a})=>n<i||n<a&&t<(e+r)/2);return i<0?r.length:i}H(`cloudprint-card-designer-thumbnails`,class extends B{constructor(...e){super(...e),this.dragging=new Ii(this,{list:()=>this.renderRoot.querySelector(`ol`),onSorted:(e,t)=>{this.selected=this.items[e],this.move(this.selected,t)}}),this.reported=new WeakSet,this.fireAction=e=>this.fireEvent(`item-action`,e)}static{this.properties={...B.properties,items:{attribute:!1},version:{attribute:!1},cleanUp:{attribute:!1},selected:{state:!0}}}static{this.styles=[...B.styles,h`
      :host {
        display: grid;
        gap: 8px;
        grid-template-columns: minmax(0, 1fr);
      }
      ol {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(auto-fill, minmax(84px, 1fr));
        list-style: none;
        margin: 0;
        max-block-size: 320px;
        overflow-y: auto;
        /* Room for outlines */
        padding: 4px;
        margin: -4px;
      }
      li {
        position: relative;
      }
      .item {
        -webkit-touch-callout: none;
        -webkit-user-select: none;
        background: var(--field);
        border-radius: var(--ha-border-radius-md, 8px);
        color: var(--text);
        display: block;
        inline-size: 100%;
        aspect-ratio: 1;
        overflow: hidden;
        padding: 6px;
        position: relative;
        user-select: none;
      }
      .item[aria-pressed="true"] {
        box-shadow: 0 0 0 2px var(--accent-text);
      }
      .item > svg {
        block-size: 100%;
        display: block;
        inline-size: 100%;
        pointer-events: none;
      }
      .item > .icon {
        --mdc-icon-size: 32px;
        color: var(--secondary);
      }
      .beyond {
        fill: rgba(0, 0, 0, 0.55);
      }
      .outline {
        fill: none;
        stroke: #fff;
        stroke-width: 1.5px;
      }
      .number {
        background: var(--surface);
        border-radius: var(--pill);
        color: var(--text);
        font-size: 11px;
        inset: 4px auto auto 4px;
        line-height: 18px;
        min-inline-size: 18px;
        padding-inline: 5px;
        position: absolute;
      }
      .sent,
      .failed {
        background: var(--surface);
        border-radius: var(--pill);
        inset: auto 6px 6px;
        overflow: hidden;
        position: absolute;
      }
      .sent > span {
        background: var(--accent-text);
        block-size: 4px;
        display: block;
      }
      .failed {
        color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
        inline-size: fit-content;
        line-height: 0;
        padding: 2px;
      }
      .dragged {
        opacity: 0.4;
      }
      .before::before,
      .after::before {
        background: var(--accent-text);
        border-radius: 2px;
        content: "";
        inline-size: 4px;
        inset-block: 0;
        position: absolute;
        z-index: 1;
      }
      .before::before {
        inset-inline-start: -6px;
      }
      .after::before {
        inset-inline-end: -6px;
      }
      .tools {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 0 4px;
      }
      .problem {
        color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
      }
      .tools .name {
        flex: 1 1 100%;
      }
    `]}willUpdate(){let e=this.items.find(e=>e.problem!==void 0&&!this.reported.has(e));e&&(this.reported.add(e),this.selected=e),this.selected&&this.items.includes(this.selected)||(this.selected=this.items[0])}updated(e){if(!this.moved||!e.has(`items`))return;let t=this.items.indexOf(this.moved);this.moved=void 0,this.renderRoot.querySelectorAll(`.item`)[t]?.focus()}render(){let{from:e,gap:t}=this.dragging;return w`
      <ol aria-label=${this.localize(`files`)} @contextmenu=${this.dragging.preventMenu}>
        ${kr(this.items,e=>e,(n,r)=>w`
            <li
              class="${r===e?`dragged`:``} ${r===t?`before`:``} ${this.isAfter(r,t)?`after`:``}"
            >
              ${this.renderItem(n,r)}
            </li>
          `)}
      </ol>
      ${this.selected?this.renderTools(this.selected):D}
    `}isAfter(e,t){return t===this.items.length&&e===t-1}renderItem(e,t){let{name:n}=e.file;return w`
      <button
        class="item"
        type="button"
        title=${n}
        aria-label=${this.localize(`item_position`,{name:n,position:t+1,count:this.items.length})}
        aria-pressed=${e===this.selected}
        @pointerdown=${e=>this.dragging.start(e,t)}
        @click=${()=>{this.selected=e}}
        @keydown=${n=>this.press(n,e,t)}
      >
        ${this.renderPicture(e)}
        <span class="number" aria-hidden="true">${t+1}</span>
        ${e.uploaded||e.problem!==void 0?D:w`<span class="sent"><span style="inline-size: ${e.sent*100}%"></span></span>`}
        ${e.problem===void 0?D:w`<span class="failed">${R(`mdi:alert-circle-outline`)}</span>`}
      </button>
    `}renderPicture(e){let{thumbnail:t,edits:n,found:r,isPicture:i}=e;if(!t)return R(i?`mdi:image-outline`:`mdi:file-document-outline`);let[a,o]=ti(t,n.rotation),s=this.hasCorners(e)?n.corners??r:n.crop&&qr(n.crop);return w`<svg viewBox="0 0 ${a} ${o}" aria-hidden="true">
      ${T`${ni(t,n.rotation,s??void 0)}`}
    </svg>`}hasCorners({isPicture:e}){return e&&this.cleanUp!==`off`}renderTools(e){let{name:t}=e.file,n=this.items.indexOf(e),{fireAction:r}=this,i=t=>r({kind:`rotate`,item:e,quarters:t}),a=this.hasCorners(e);return w`
      <div class="tools" role="toolbar" aria-label=${t}>
        <div class="name small one-line secondary">${t}</div>
        ${e.problem===void 0?D:w`<div class="name small problem" role="alert">${e.problem}</div>`}
        ${this.items.length>1?w`
                ${this.renderTool(`mdi:arrow-left`,`move_left`,()=>this.move(e,n-1),n===0)}
                ${this.renderTool(`mdi:arrow-right`,`move_right`,()=>this.move(e,n+1),n===this.items.length-1)}
              `:D}
        ${e.thumbnail?w`
                ${this.renderTool(`mdi:rotate-left`,`rotate_left`,()=>i(-1))}
                ${this.renderTool(`mdi:rotate-right`,`rotate_right`,()=>i(1))}
                ${this.renderTool(a?`mdi:vector-square`:`mdi:crop`,a?`corners`:`crop`,()=>r({kind:`edit`,item:e}))}
              `:D}
        ${e.problem===void 0?D:this.renderTool(`mdi:reload`,`retry`,()=>r({kind:`retry`,item:e}))}
        ${this.renderTool(`mdi:close`,`remove`,()=>r({kind:`remove`,item:e}),!1,t)}
      </div>
    `}renderTool(e,t,n,r=!1,i=``){return mr(e,this.localize(t,{name:i}),n,r)}press(e,t,n){if(!e.altKey||![`ArrowLeft`,`ArrowRight`].includes(e.key))return;e.preventDefault(),this.selected=t;let r=e.key===`ArrowLeft`?n-1:n+1;this.items[r]&&(this.moved=t),this.move(t,r)}move(e,t){e&&this.fireAction({kind:`move`,item:e,to:t})}});var zi=100,Bi=class extends B{static{this.properties={...B.properties,fields:{attribute:!1},names:{attribute:!1},isOpen:{state:!0},name:{state:!0},isSaving:{state:!0},problem:{state:!0}}}static{this.styles=[...B.styles,h`
      :host {
        display: contents;
      }
      form {
        background: var(--field);
        border-radius: var(--radius);
        display: grid;
        gap: 8px;
        padding: 12px;
      }
      form > div {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      input {
        background: var(--surface);
        block-size: 40px;
        border: 1px solid var(--line);
        border-radius: var(--ha-border-radius-md, 8px);
        inline-size: 100%;
        padding-inline: 12px;
      }
    `]}constructor(){super(),this.isOpen=!1,this.isSaving=!1}render(){if(!this.context.hass.user?.is_admin)return D;if(!this.isOpen)return w`<button class="plain open" type="button" @click=${this.open}>
        ${R(`mdi:content-save-outline`)}${this.localize(`save_document`)}
      </button>`;let e=this.fields!==void 0&&this.name.trim()!==``&&!this.isSaving;return w`
      <form
        aria-labelledby="title"
        @submit=${this.submit}
        @keydown=${e=>{e.key!==`Escape`||e.isComposing||(e.stopPropagation(),this.close())}}
      >
        <label id="title" class="small secondary" for="name">${this.localize(`document_name_label`)}</label>
        <input
          id="name"
          type="text"
          autocomplete="off"
          maxlength=${zi}
          aria-describedby="hint"
          .value=${this.name}
          @input=${e=>{this.name=e.target.value}}
        />
        <p id="hint" class="small secondary">${this.localize(`save_document_hint`)}</p>
        ${this.problem?z(`error`,`mdi:alert-circle-outline`,this.problem):D}
        <div>
          <button type="submit" ?disabled=${!e}>${this.localize(`save`)}</button>
          <button class="plain" type="button" @click=${this.close}>${this.localize(`edit_cancel`)}</button>
        </div>
      </form>
    `}async open(){this.isOpen=!0,this.name=(this.names[0]??``).replace(/\.\w{1,5}$/,``),await this.updateComplete,this.renderRoot.querySelector(`#name`)?.select()}async close(){this.isOpen=!1,this.name=``,this.problem=void 0,await this.updateComplete,this.renderRoot.querySelector(`.open`)?.focus()}async submit(e){e.preventDefault();let{fields:t,context:n}=this,r=this.name.trim();if(t&&r&&!this.isSaving){this.setSaving(!0),this.problem=void 0;try{let{document:e}=await n.backend.call(`cloudprint/documents/save`,Vi(t,r));this.fireCardEvent(`document-saved`,e)}catch(e){this.problem=await M(n,e,...this.names)}finally{this.setSaving(!1)}}}setSaving(e){this.isSaving=e,this.fireEvent(`saving`,e)}};function Vi({password:e,...t},n){return{...t,name:n}}H(`cloudprint-card-save-document`,Bi);var Hi=1200;H(`cloudprint-card-designer`,class extends B{static{this.properties={...B.properties,files:{attribute:!1},uploaded:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},initial:{attribute:!1},choices:{state:!0},design:{state:!0},edited:{state:!0},picture:{state:!0},password:{state:!0},isSending:{state:!0},isSaving:{state:!0},printProblem:{state:!0},announcement:{state:!0}}}static{this.styles=[...B.styles,Pr,pi]}constructor(){super(),this.designer=new li(this),this.previewer=new di(this),this.sender=new G,this.isRenewed=!1,this.version=0,this.design=bn,this.password=``,this.isSending=!1,this.isSaving=!1,this.announcement=``}get isBusy(){return this.isSending||this.isSaving}get isUncertain(){return this.sender.isUncertain}get uploads(){return this.designer.uploads}focus(){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0})}willUpdate(e){e.has(`files`)&&this.designer.add(this.context,this.files,this.uploaded);let t=e.get(`printer`);this.hasUpdated?t&&t.device_id!==this.printer.device_id&&(this.choices=this.createChoices()):this.choices=this.initial??this.createChoices(),this.design.cleanUp!==`off`&&this.designer.findCorners(),this.renewUploads();let{fields:n}=this;n?I(this.usedChoices,this.printer).length||this.previewer.request(this.context,this.printer,n,...this.names):this.previewer.reset(),this.version+=1}render(){let{context:e,designer:t}=this,{items:n}=t;return w`
      ${this.renderHead()}
      <div class="content with-preview">
        <div class="main">
          <cloudprint-card-designer-thumbnails
            .context=${e}
            .items=${n}
            .version=${this.version}
            .cleanUp=${this.design.cleanUp}
            @item-action=${e=>this.act(e.detail)}
          ></cloudprint-card-designer-thumbnails>
          ${this.renderLeftOut()}
          <div class="more">
            <cloudprint-card-pick
              .context=${e}
              .isMore=${!0}
              @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
            ></cloudprint-card-pick>
          </div>
          ${this.renderSheets()}
          ${this.previewer.missing===`password`?ur(e.texts,this.password,e=>{this.password=e}):D}
        </div>
        <div class="side">
          <cloudprint-card-designer-arrangement
            .context=${e}
            .design=${this.design}
            @design=${e=>{this.design=e.detail}}
          ></cloudprint-card-designer-arrangement>
          <cloudprint-card-options
            .context=${e}
            .printer=${this.printer}
            .choices=${this.choices}
            .isSaved=${!1}
            .hasPages=${this.hasPages}
            .hasPageSets=${!0}
            .impliedSides=${this.impliedSides}
            @choices=${e=>{this.choices=e.detail}}
          ></cloudprint-card-options>
          ${this.renderPrint()}
        </div>
      </div>
      ${this.edited?this.renderEditor(this.edited):D}
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `}renderHead(){let{texts:e,format:t}=this.context,{designer:n}=this,r=this.previewer.preview?.sheets,i=[t.bytes(n.size),r?e.localizeCount(`sheets`,r.count):``].filter(Boolean);return w`
      <div class="head">
        ${R(`mdi:image-multiple-outline`)}
        <div class="names" tabindex="-1">
          <div class="name">${e.localizeCount(`files`,n.items.length)}</div>
          <div class="secondary small">${i.join(` · `)}</div>
        </div>
        ${this.isBusy?D:pr(this.localize(`close_files`),()=>this.fireEvent(`unstage`,void 0))}
      </div>
    `}renderLeftOut(){let{texts:e,format:t}=this.context,{leftOut:n}=this.designer;return n?z(`warning`,`mdi:alert-circle-outline`,`${this.localize(`design_limit`,{limit:60,size:t.bytes(ri)})} ${e.localizeCount(`files_left_out`,n)}`):D}renderSheets(){let{preview:e,problem:t,isBusy:n}=this.previewer;return w`
      <cloudprint-card-designer-sheets
        .context=${this.context}
        .preview=${e}
        .problem=${t!==void 0&&t===this.printProblem?``:t}
        .waiting=${this.waiting}
        .isBusy=${n}
      ></cloudprint-card-designer-sheets>
      ${this.designer.isUploaded?D:lr(this.localize(`uploading_files`),this.designer.sent)}
    `}get waiting(){let{designer:e,context:t}=this;if(e.items.some(({problem:e})=>e!==void 0))return this.localize(`design_failed`);if(!e.isUploaded){let{format:n}=t;return this.localize(`uploading_percent`,{percent:n.percent(e.sent),size:n.bytes(e.size)})}return this.localize(this.fields?`preview_loading`:`corners_finding`)}renderPrint(){let{texts:e}=this.context,t=this.fields!==void 0&&this.hasValidChoices&&!this.isBusy;return w`
      ${cr(e,this.previewer.preview?.warnings)}
      ${this.printProblem?z(`error`,`mdi:alert-circle-outline`,this.printProblem):D}
      <div class="buttons">
        <button class="primary print" type="button" ?disabled=${!t} @click=${this.print}>
          ${R(`mdi:printer`)}${this.localize(this.isSending?`printing_now`:`print`)}
        </button>
        ${this.designer.items.length>1&&!this.isBusy&&!this.isUncertain?w`<button
                class="plain separate"
                type="button"
                @click=${()=>this.fireEvent(`separate`,this.designer.items.map(({file:e})=>e))}
              >
                ${this.localize(`print_separately`)}
              </button>`:D}
        <cloudprint-card-save-document
          .context=${this.context}
          .fields=${t?this.fields:void 0}
          .names=${this.names}
          @saving=${e=>{this.isSaving=e.detail}}
        ></cloudprint-card-save-document>
      </div>
    `}renderEditor(e){return w`<cloudprint-card-designer-editor
      .context=${this.context}
      .name=${e.file.name}
      .picture=${this.picture}
      .edits=${e.edits}
      .found=${e.found}
      .hasCorners=${e.isPicture&&this.design.cleanUp!==`off`}
      @edits=${t=>this.designer.edit(e,t.detail)}
      @close=${()=>{this.edited=void 0,this.picture=void 0}}
    ></cloudprint-card-designer-editor>`}act(e){let{designer:t}=this,{item:n}=e,{name:r}=n.file;if(!(this.isBusy&&e.kind===`remove`))switch(e.kind){case`move`:{let i=t.move(n,e.to)+1;this.announcement=this.localize(`item_position`,{name:r,position:i,count:t.items.length});break}case`rotate`:t.edit(n,{...n.edits,rotation:kn(n.edits.rotation,e.quarters)}),this.announcement=this.localize(`item_rotated`,{name:r,degrees:n.edits.rotation});break;case`edit`:this.startEditing(n);break;case`retry`:t.retry();break;case`remove`:t.remove(n),t.items.length?this.focus():this.fireEvent(`unstage`,void 0)}}async startEditing(e){this.edited=e,this.picture=e.thumbnail;let t=await this.designer.load(e,Hi);this.edited===e&&t&&(this.picture=t)}renewUploads(){let{previewer:e}=this;e.preview&&(this.isRenewed=!1),!e.isGone||this.isRenewed||this.isBusy||this.isUncertain||(this.isRenewed=!0,this.designer.uploadAgain())}createChoices(){return Kt(this.printer,this.remembered)}get hasPages(){return this.designer.items.some(({isPicture:e})=>!e)}get usedChoices(){let e=F(this.choices,this.printer,!0);return this.hasPages?e:{...e,...Ut}}get fields(){let{design:e}=this,t=this.designer.buildField(e);return t&&{device_id:this.printer.device_id,upload:t,...Tn(e),...nn(this.usedChoices),...this.password?{password:this.password}:{}}}get names(){return this.designer.items.map(({file:e})=>e.name)}get impliedSides(){return this.design.arrange===`booklet`?`two_sided_short_edge`:``}get hasValidChoices(){let{usedChoices:e}=this,t=e.sides||this.impliedSides;return!I({...e,sides:t},this.printer).length}async print(){let{fields:e,choices:t,context:n}=this;if(e&&!this.isBusy){this.isSending=!0,this.printProblem=void 0;try{let r=await this.sender.print(n,e);this.fireEvent(`printed`,{jobs:r,deviceId:e.device_id,choices:t,isSaved:!1})}catch(e){this.printProblem=await this.explain(e)}finally{this.isSending=!1}}}explain(e){return ht(e)?this.isUncertain?this.localize(`probably_printed`):(this.designer.uploadAgain(),this.localize(`uploaded_again`)):(this.previewer.missing=_t(e)??this.previewer.missing,M(this.context,e,...this.names))}}),H(`cloudprint-card-job`,class extends B{static{this.properties={...B.properties,job:{attribute:!1},isBusy:{attribute:!1},showsPrinter:{attribute:!1},isAsking:{state:!0}}}static{this.styles=[...B.styles,zr,h`
      :host {
        padding-block: 8px;
      }
      .job {
        align-items: center;
        display: flex;
        gap: 12px;
      }
      .shape {
        --tone: var(--secondary);
        align-items: center;
        background: color-mix(in srgb, var(--tone) 16%, transparent);
        block-size: 36px;
        border-radius: 50%;
        color: color-mix(in srgb, var(--tone) 65%, var(--text));
        display: flex;
        flex: none;
        inline-size: 36px;
        justify-content: center;
      }
      .submitting,
      .submitted,
      .queued,
      .printing {
        --tone: var(--accent);
      }
      .held,
      .unconfirmed {
        --tone: var(--warning-color, #ffa600);
      }
      .finished {
        --tone: var(--success-color, #43a047);
      }
      .failed {
        --tone: var(--error-color, #db4437);
      }
      .names {
        flex: 1;
        min-inline-size: 0;
      }
      .name {
        line-height: 20px;
      }
      .facts {
        color: var(--secondary);
        overflow-wrap: anywhere;
      }
      .facts span {
        display: inline-block;
      }
      .warned {
        color: color-mix(in srgb, var(--warning-color, #ffa600) 45%, var(--text));
      }
      .state {
        color: color-mix(in srgb, var(--tone, var(--text)) 45%, var(--text));
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .printing .icon {
        animation: pulse 1.2s ease-in-out infinite alternate;
      }
      @keyframes pulse {
        from {
          opacity: 0.45;
        }
      }
      .names:focus,
      .question:focus {
        outline: none;
      }
      .question {
        background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
        border-radius: var(--radius);
        display: grid;
        gap: 8px;
        margin-block-start: 8px;
        padding: 12px;
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .answers button {
        background: color-mix(in srgb, var(--text) 8%, transparent);
        color: var(--text);
      }
      .answers button:hover {
        background: color-mix(in srgb, var(--text) 14%, transparent);
      }
    `]}constructor(){super(),this.isAsking=!1}render(){let{job:e}=this;return w`
      <div class="job">
        <div class="shape ${e.state}">${R(rr(e.state))}</div>
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${e.name}>${e.name}</div>
          <div class="facts small ${e.state}">
            ${this.facts().map((e,t,{length:n})=>w`<span class=${t?``:`state`}>${e}${t<n-1?` ·`:``}</span> `)}
          </div>
          ${this.warnings.map(e=>w`<div class="small warned">${e}</div>`)}
        </div>
        ${e.can_cancel&&!e.can_turn?this.renderAction(`cancel`,`mdi:close`,()=>this.act({kind:`cancel`,job:e})):D}
        ${this.canReprint?this.renderAction(`reprint`,`mdi:reload`,()=>this.isAsking?this.stopAsking():this.ask()):D}
      </div>
      ${e.can_decide?this.renderQuestion():D} ${e.can_turn?this.renderTurn():D}
      ${this.isAsking&&this.canReprint?this.renderConfirmation():D}
    `}get canReprint(){let{job:e}=this;return N(e)&&e.can_reprint&&!e.can_decide}renderAction(e,t,n){return w`
      <button
        class="plain round ${e}"
        type="button"
        aria-label=${this.localize(`${e}_job`,{name:this.name})}
        aria-expanded=${e===`reprint`?this.isAsking:D}
        title=${this.localize(e)}
        ?disabled=${this.isBusy}
        @click=${n}
      >
        ${R(t)}
      </button>
    `}renderConfirmation(){let{job:e}=this,t=typeof e.options.copies==`number`?e.options.copies:1;return w`
      <div
        class="question confirmation"
        role="group"
        tabindex="-1"
        aria-labelledby="reprint-question"
        @keydown=${e=>{e.key===`Escape`&&(e.stopPropagation(),this.stopAsking())}}
      >
        <div id="reprint-question">
          ${this.localize(`reprint_question`,{name:this.name,printer:e.printer,copies:this.context.texts.localizeCount(`copies_count`,t)})}
        </div>
        <div class="answers">
          <button type="button" ?disabled=${this.isBusy} @click=${this.reprint}>${this.localize(`reprint`)}</button>
          <button type="button" @click=${()=>this.stopAsking()}>${this.localize(`reprint_not`)}</button>
        </div>
      </div>
    `}ask(){this.isAsking=!0,this.focusAfterUpdate(`.confirmation`)}stopAsking(){this.isAsking=!1,this.focusAfterUpdate(`.reprint`)}reprint(){this.isAsking=!1,this.act({kind:`reprint`,job:this.job})}async focusAfterUpdate(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}act(e){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0}),this.fireEvent(`job-action`,e)}renderQuestion(){let e=this.job.can_reprint?[`printed`,`print_again`,`forget`]:[`printed`,`forget`];return w`
      <div class="question" role="group" aria-labelledby="question">
        <div>
          <div id="question">${this.localize(`did_it_print`)}</div>
          <div class="small">${this.localize(`did_it_print_hint`)}</div>
        </div>
        <div class="answers">
          ${e.map(e=>w`
              <button
                type="button"
                aria-label=${this.localize(`decide_${e}_job`,{name:this.name})}
                ?disabled=${this.isBusy}
                @click=${()=>this.act({kind:`decide`,job:this.job,decision:e})}
              >
                ${this.localize(`decide_${e}`)}
              </button>
            `)}
        </div>
      </div>
    `}renderTurn(){let{job:e,name:t,isBusy:n}=this;return w`
      <div class="question" role="group" aria-labelledby="turn">
        <div id="turn">${this.localize(`turn_question`)}</div>
        ${Lr(this.context.texts,e.trays)}
        <div class="answers">
          <button
            type="button"
            aria-label=${this.localize(`turned_job`,{name:t})}
            ?disabled=${n}
            @click=${()=>this.act({kind:`turned`,job:e})}
          >
            ${this.localize(`turned`)}
          </button>
          <button
            type="button"
            aria-label=${this.localize(`turn_drop_job`,{name:t})}
            ?disabled=${n}
            @click=${()=>this.act({kind:`cancel`,job:e})}
          >
            ${this.localize(`turn_drop`)}
          </button>
        </div>
      </div>
    `}get name(){return Mt(this.job,this.context.texts)}get reason(){let{state:e,reason:t,expires_at:n}=this.job;if(!t||t===`by_hand`&&e===`canceled`)return``;if(t===`turn_paper`){if(e===`held`&&n===null)return this.localize(`turn_fronts_first`);if(e===`canceled`)return this.localize(`turn_fronts_missing`);if(e===`expired`)return this.localize(`turn_too_late`)}return this.context.texts.localizeValue(`reason`,t,`state_other`)}get warnings(){return this.job.warnings.filter(e=>e.endsWith(`_ignored`)).map(e=>this.context.texts.localizeValue(`warning`,e,`warning_other`))}facts(){let{job:e,context:t}=this,{format:n,texts:r}=t,i=e.state===`held`;return[r.localizeValue(`state`,e.state,`state_other`),e.side?r.localize(`side_${e.side}`):``,this.reason,e.state===`failed`?e.message??``:``,i&&e.expires_at?this.localize(`expires_at`,{time:n.moment(e.expires_at)}):``,this.showsPrinter?e.printer:``,e.requested_by&&e.requested_by!==t.hass.user?.name?this.localize(`requested_by`,{name:e.requested_by}):``,e.pages?r.localizeCount(`pages`,e.pages):``,n.moment(e.created_at)].filter(Boolean)}});var Ui=10;H(`cloudprint-card-history`,class extends V{static{this.properties={...V.properties,deviceId:{attribute:!1},changed:{attribute:!1},busy:{attribute:!1},showsPrinter:{attribute:!1},isOpen:{state:!0},filter:{state:!0},jobs:{state:!0},hasMore:{state:!0},isLoading:{state:!0},problem:{state:!0}}}static{this.styles=[...V.styles,h`
      .head {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: space-between;
      }
      .toggle {
        background: transparent;
        color: var(--text);
        margin-inline: -12px;
        max-inline-size: none;
        padding-inline: 12px;
        white-space: nowrap;
      }
      .toggle:hover {
        background: var(--field);
      }
      .toggle .icon {
        color: var(--secondary);
        transition: transform 150ms;
      }
      .toggle[aria-expanded="true"] .icon {
        transform: rotate(180deg);
      }
      .filter {
        align-items: center;
        background: var(--field);
        border-radius: var(--pill);
        display: flex;
        position: relative;
      }
      .filter .icon {
        color: var(--secondary);
        inset-inline-end: 8px;
        pointer-events: none;
        position: absolute;
      }
      select {
        appearance: none;
        background: transparent;
        block-size: 36px;
        border: 0;
        border-radius: inherit;
        cursor: pointer;
        padding-inline: 14px 34px;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      .empty {
        padding-block: 12px;
      }
      .more {
        inline-size: 100%;
        margin-block-start: 4px;
      }
    `]}constructor(){super(),this.request=0,this.isOpen=!1,this.filter=``,this.hasMore=!1,this.isLoading=!1}get states(){return this.filter?[this.filter]:St}willUpdate(e){e.has(`deviceId`)&&this.isOpen?this.load():e.has(`changed`)&&this.jobs&&(this.jobs=Ft(this.jobs,this.changed,this.states,this.deviceId))}render(){return w`
      <div class="head">
        <h2>
          <button
            class="toggle"
            type="button"
            aria-expanded=${this.isOpen}
            aria-controls="history"
            @click=${this.toggle}
          >
            ${this.localize(`history`)}${R(`mdi:chevron-down`)}
          </button>
        </h2>
        ${this.isOpen?this.renderFilter():D}
      </div>
      <div id="history" ?hidden=${!this.isOpen}>${this.isOpen?this.renderJobs():D}</div>
    `}renderFilter(){return w`
      <div class="filter">
        <select aria-label=${this.localize(`filter`)} @change=${this.choose}>
          <option value="" .selected=${this.filter===``}>${this.localize(`filter_all`)}</option>
          ${St.map(e=>w`
              <option value=${e} .selected=${this.filter===e}>${this.localize(`state_${e}`)}</option>
            `)}
        </select>
        ${R(`mdi:chevron-down`)}
      </div>
    `}renderJobs(){return this.problem?w`
        <div class="notice error" role="alert">
          ${R(`mdi:alert-circle-outline`)}
          <div>${this.localize(`jobs_failed`,{message:this.problem})}</div>
        </div>
        <button class="more" type="button" @click=${()=>this.load()}>${this.localize(`retry`)}</button>
      `:this.jobs?this.jobs.length?w`
      <ul>
        ${kr(this.jobs,e=>e.job_id,e=>w`
            <li>
              <cloudprint-card-job
                .context=${this.context}
                .job=${e}
                .isBusy=${this.busy.has(e.job_id)}
                .showsPrinter=${this.showsPrinter}
                @job-action=${e=>this.fireEvent(`job-action`,e.detail)}
              ></cloudprint-card-job>
            </li>
          `)}
      </ul>
      ${this.hasMore?w`<button
              class="more"
              type="button"
              ?disabled=${this.isLoading}
              @click=${()=>this.load(this.jobs?.at(-1)?.job_id)}
            >
              ${this.localize(`show_more`)}
            </button>`:D}
    `:w`<div class="empty secondary">
        ${this.localize(this.filter?`history_empty_filtered`:`history_empty`)}
      </div>`:w`<div class="empty secondary">${this.localize(`loading`)}</div>`}toggle(){this.isOpen=!this.isOpen,this.isOpen&&this.load()}choose(e){this.filter=e.target.value,this.load()}async load(e){let t=++this.request;this.isLoading=!0,this.problem=void 0,e===void 0&&(this.jobs=void 0);try{let n=await this.context.backend.call(`cloudprint/jobs/list`,{...this.deviceId===void 0?{}:{device_id:this.deviceId},...e===void 0?{}:{before:e},state:this.states,limit:Ui});if(t!==this.request)return;this.jobs=[...e===void 0?[]:this.jobs??[],...n.jobs],this.hasMore=n.has_more}catch(e){if(t!==this.request)return;this.problem=await M(this.context,e)}this.isLoading=!1}});var Wi=class extends B{static{this.properties={...B.properties,printers:{attribute:!1},selected:{attribute:!1},isFixed:{attribute:!1},instead:{attribute:!1}}}static{this.styles=[...B.styles,h`
      .printer {
        align-items: center;
        border-radius: var(--radius);
        display: flex;
        gap: 12px;
        padding: 4px;
        margin: -4px;
        position: relative;
      }
      .printer:has(select):hover {
        background: var(--field);
      }
      .printer:focus-within:has(:focus-visible) {
        outline: 2px solid var(--accent-text);
      }
      .shape {
        --tone: var(--secondary);
        align-items: center;
        background: color-mix(in srgb, var(--tone) 18%, transparent);
        block-size: 40px;
        border-radius: 50%;
        color: color-mix(in srgb, var(--tone) 70%, var(--text));
        display: flex;
        flex: none;
        inline-size: 40px;
        justify-content: center;
      }
      .shape .icon {
        --mdc-icon-size: 24px;
      }
      .idle {
        --tone: var(--success-color, #43a047);
      }
      .printing,
      .waiting {
        --tone: var(--accent);
      }
      .offline,
      .unavailable {
        --tone: var(--warning-color, #ffa600);
      }
      .names {
        flex: 1;
        min-inline-size: 0;
      }
      .name {
        font-weight: var(--ha-font-weight-medium, 500);
        line-height: 20px;
      }
      .state {
        line-height: 16px;
      }
      .chevron {
        color: var(--secondary);
        display: flex;
        padding-inline: 8px;
      }
      .last-time {
        position: relative;
        z-index: 1;
      }
      select {
        block-size: 100%;
        cursor: pointer;
        inline-size: 100%;
        inset: 0;
        opacity: 0;
        position: absolute;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
    `]}render(){let e=Gi(this.selected),t=this.context.texts.localizeValue(`status`,e,`status_unknown`),n=!this.isFixed&&this.printers.length>1;return w`
      <div class="printer">
        <div class="shape ${e}">
          ${R(e===`offline`||e===`unavailable`?`mdi:printer-off`:`mdi:printer`)}
        </div>
        <div class="names" aria-hidden=${n?`true`:D}>
          <div class="name one-line" title=${this.selected.name}>${this.selected.name}</div>
          <div class="state secondary small one-line">${t}</div>
        </div>
        ${n?[this.renderLastTime(),this.renderChoice()]:D}
      </div>
    `}renderChoice(){return w`
      <div class="chevron">${R(`mdi:chevron-down`)}</div>
      <select aria-label=${this.localize(`printer`)} @change=${this.choose}>
        ${this.printers.map(e=>w`
            <option value=${e.device_id} .selected=${e.device_id===this.selected.device_id}>
              ${e.name} · ${this.context.texts.localizeValue(`status`,Gi(e),`status_unknown`)}
            </option>
          `)}
      </select>
    `}renderLastTime(){let{instead:e,selected:t}=this;return e===void 0?D:fr(this.context.texts,t.name,()=>{this.fireEvent(`printer`,e),this.renderRoot.querySelector(`select`)?.focus()})}choose(e){this.fireEvent(`printer`,e.target.value)}};function Gi(e){return e.available?e.status:`unavailable`}H(`cloudprint-card-printer`,Wi),H(`cloudprint-card-queue`,class extends V{static{this.properties={...V.properties,jobs:{attribute:!1},busy:{attribute:!1},showsPrinter:{attribute:!1},isUnfolded:{state:!0}}}static{this.styles=[...V.styles,h`
      .head {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        justify-content: space-between;
      }
      .head button {
        min-block-size: 32px;
        padding: 4px 12px;
      }
      h2:focus {
        outline: none;
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      .fold {
        inline-size: 100%;
        margin-block-start: 4px;
      }
    `]}constructor(){super(),this.isUnfolded=!1}render(){let e=Pt(this.jobs),t=jt(this.jobs),n=this.isUnfolded?this.jobs:t;return w`
      <div class="head">
        <h2 id="jobs" tabindex="-1">${this.localize(`jobs`)}</h2>
        ${e.length?w`<button class="release" type="button" @click=${()=>this.release(e)}>
                ${R(`mdi:play`)}${this.localize(`release`)}
              </button>`:D}
      </div>
      ${this.jobs.length?w`<ul id="list" aria-labelledby="jobs">
              ${kr(n,e=>e.job_id,e=>w`<li>
                    <cloudprint-card-job
                      .context=${this.context}
                      .job=${e}
                      .isBusy=${this.busy.has(e.job_id)}
                      .showsPrinter=${this.showsPrinter}
                      @job-action=${e=>this.fireEvent(`job-action`,e.detail)}
                    ></cloudprint-card-job>
                  </li>`)}
            </ul>`:w`<p class="secondary">${this.localize(`jobs_empty`)}</p>`}
      ${t.length<this.jobs.length?w`<button
              class="fold"
              type="button"
              aria-controls="list"
              aria-expanded=${this.isUnfolded}
              @click=${()=>{this.isUnfolded=!this.isUnfolded}}
            >
              ${this.isUnfolded?this.localize(`show_fewer`):this.localize(`show_all`,{count:this.jobs.length})}
            </button>`:D}
    `}release(e){this.renderRoot.querySelector(`h2`)?.focus({preventScroll:!0}),this.fireEvent(`job-action`,{kind:`release`,deviceIds:e})}});var Ki=class{constructor(e,t){this.host=e,this.onCanceled=t,this.sent=0,e.addController(this)}hostDisconnected(){this.uploaded||this.reset()}reset(){let e=this.aborter;this.aborter=void 0,e?.abort(),this.sent=0,this.uploaded=void 0,this.problem=void 0}cancel(){this.aborter?.abort()}async start(e,t){this.reset();let n=new AbortController;this.aborter=n;let r=e=>{this.sent=e,this.host.requestUpdate()};try{let i=await st(e.hass,t,r,n.signal);n===this.aborter&&(this.uploaded=i)}catch(t){if(n!==this.aborter)return;t instanceof it?this.onCanceled():this.problem=yt(e,t)}this.host.requestUpdate()}},qi={GB18030:`encoding_gb18030`,Big5:`encoding_big5`,Shift_JIS:`encoding_shift_jis`,"EUC-KR":`encoding_euc_kr`,"Windows-1252":`encoding_windows_1252`,"Windows-1251":`encoding_windows_1251`,"UTF-16":`encoding_utf_16`};H(`cloudprint-card-staged`,class extends B{static{this.properties={...B.properties,content:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},choices:{state:!0},written:{state:!0},encoding:{state:!0},password:{state:!0},isSending:{state:!0},isSaving:{state:!0},printProblem:{state:!0}}}static{this.styles=[...B.styles,Pr]}constructor(){super(),this.uploader=new Ki(this,()=>this.fireEvent(`unstage`,`upload_canceled`)),this.previewer=new di(this),this.sender=new G,this.written={text:``,isMarkdown:!1},this.encoding=``,this.password=``,this.isSending=!1,this.isSaving=!1}get isBusy(){return this.isSending||this.isSaving}get uploads(){let{content:e}=this,{uploaded:t}=this.uploader;return new Map(e.kind===`file`&&t?[[e.file,t]]:[])}get isUncertain(){return this.sender.isUncertain}get isSaved(){return this.content.kind===`document`}get name(){switch(this.content.kind){case`file`:return this.content.file.name;case`text`:return this.localize(`text_name`);case`document`:return this.content.document.name}}focus(){let e=this.content.kind===`text`?`textarea`:`.names`;this.renderRoot.querySelector(e)?.focus()}connectedCallback(){super.connectedCallback(),this.hasUpdated&&!this.uploader.uploaded&&this.startUpload()}willUpdate(e){let{context:t,printer:n}=this,r=e.get(`printer`);e.has(`content`)?this.start():r&&r.device_id!==n.device_id&&(this.choices=this.createChoices());let{fields:i}=this;this.hasPreview?i&&this.hasValidChoices&&this.previewer.request(t,n,i,this.name):this.previewer.reset()}get hasPreview(){return this.content.kind===`file`?this.uploader.uploaded!==void 0:this.content.kind===`document`||this.written.isMarkdown&&this.fields!==void 0}render(){let{kind:e}=this.content,{uploaded:t,problem:n}=this.uploader;return w`
      ${this.renderHead()}
      <div class="content ${this.hasPreview?`with-preview`:``}">
        <div class="main">
          ${e===`text`?this.renderText():D}
          ${this.hasPreview?this.renderPreview():e===`file`?this.renderUpload():D}
        </div>
        ${n?D:w`<div class="side">
                <cloudprint-card-options
                  .context=${this.context}
                  .printer=${this.printer}
                  .choices=${this.choices}
                  .isSaved=${this.isSaved}
                  .hasPages=${Fn(this.content,t,this.previewer.pages)}
                  .hasPageSets=${In(this.content,t)}
                  .madeHere=${Ln(this.content)?`all`:`none`}
                  @choices=${e=>{this.choices=e.detail}}
                ></cloudprint-card-options>
                ${this.renderPrint()}
              </div>`}
      </div>
    `}renderPrint(){let{texts:e}=this.context,t=this.fields!==void 0&&this.hasValidChoices&&!this.isBusy;return w`
      ${cr(e,this.previewer.preview?.warnings)}
      ${this.printProblem?z(`error`,`mdi:alert-circle-outline`,this.printProblem):D}
      <button class="primary print" type="button" ?disabled=${!t} @click=${this.print}>
        ${R(`mdi:printer`)}${this.localize(this.isSending?`printing_now`:`print`)}
      </button>
      ${this.content.kind===`file`?w`<cloudprint-card-save-document
              .context=${this.context}
              .fields=${t?this.fields:void 0}
              .names=${[this.name]}
              @saving=${e=>{this.isSaving=e.detail}}
            ></cloudprint-card-save-document>`:D}
    `}renderHead(){let{content:e}=this,{pages:t}=this.previewer,n=[e.kind===`file`?this.context.format.bytes(e.file.size):``,t?this.context.texts.localizeCount(`pages`,t):``].filter(Boolean);return w`
      <div class="head">
        ${R(e.kind===`text`?`mdi:text-box-edit-outline`:`mdi:file-document-outline`)}
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${this.name}>${this.name}</div>
          ${n.length?w`<div class="secondary small">${n.join(` · `)}</div>`:D}
        </div>
        ${this.isBusy?D:pr(this.localize(`remove`,{name:this.name}),()=>this.fireEvent(`unstage`,void 0))}
      </div>
    `}renderText(){let{text:e,isMarkdown:t}=this.written;return w`
      <div class="written">
        <textarea
          aria-label=${this.localize(`text`)}
          placeholder=${this.localize(t?`markdown_placeholder`:`text_placeholder`)}
          .value=${e}
          @input=${e=>{this.written={text:e.target.value,isMarkdown:t}}}
        ></textarea>
        <label class="check">
          <input
            type="checkbox"
            .checked=${t}
            @change=${t=>{this.written={text:e,isMarkdown:t.target.checked}}}
          />
          ${this.localize(`markdown`)}
        </label>
      </div>
    `}renderUpload(){let{file:e}=this.content,{sent:t,problem:n}=this.uploader;return n?w`
        <div class="notice error" role="alert">
          ${R(`mdi:alert-circle-outline`)}
          <div>${this.localize(`upload_failed`,{name:e.name,message:n})}</div>
        </div>
        <button type="button" @click=${this.startUpload}>${R(`mdi:reload`)}${this.localize(`retry`)}</button>
      `:w`
      <div class="upload">
        ${lr(this.localize(`uploading`,{name:e.name}),t)}
        <div>
          <span class="secondary small">
            ${t>=1?this.localize(`processing`):this.localize(`uploading_percent`,{percent:this.context.format.percent(t),size:this.context.format.bytes(e.size)})}
          </span>
          <button class="plain" type="button" @click=${()=>this.uploader.cancel()}>
            ${this.localize(`cancel_upload`)}
          </button>
        </div>
      </div>
    `}renderPreview(){let{preview:e,problem:t,isBusy:n}=this.previewer;return w`
      <cloudprint-card-preview
        .context=${this.context}
        .preview=${e}
        .problem=${t!==void 0&&t===this.printProblem?``:t}
        .isBusy=${n}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.renderMissing()}
      ${this.content.kind===`file`?w`<div class="more">
              ${L(this.content.file)&&!this.isUncertain?this.renderDesign(this.content.file):D}
              <cloudprint-card-pick
                .context=${this.context}
                .isMore=${!0}
                @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
              ></cloudprint-card-pick>
            </div>`:D}
    `}renderDesign(e){return w`<button type="button" ?disabled=${this.isBusy} @click=${()=>this.fireEvent(`together`,[e])}>
      ${R(`mdi:image-edit-outline`)}${this.localize(`design_open`)}
    </button>`}renderMissing(){switch(this.previewer.missing){case`encoding`:return w`<div class="missing">
          <label class="small secondary" for="encoding">${this.localize(`encoding`)}</label>
          <input
            id="encoding"
            type="text"
            list="encodings"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            placeholder=${this.localize(`encoding_placeholder`)}
            .value=${this.encoding}
            @input=${e=>{this.encoding=e.target.value}}
          />
          <datalist id="encodings">
            ${Object.entries(qi).map(([e,t])=>w`<option value=${e}>${this.localize(t)}</option>`)}
          </datalist>
        </div>`;case`password`:return ur(this.context.texts,this.password,e=>{this.password=e});case void 0:return D}}start(){let{content:e}=this;this.uploader.reset(),this.previewer.reset(),this.choices=this.createChoices(),this.written={text:e.kind===`text`?e.text:``,isMarkdown:!1},this.encoding=``,this.password=``,this.printProblem=void 0,this.sender=new G,this.startUpload()}startUpload(){let{content:e}=this;e.kind===`file`&&this.uploader.start(this.context,e.file)}createChoices(){return this.isSaved?qt:Kt(this.printer,this.remembered)}get fields(){let e=Nn(this.content,this.written,this.uploader.uploaded);return e&&{device_id:this.printer.device_id,...e,...nn(this.usedChoices),...this.encoding.trim()?{encoding:this.encoding.trim()}:{},...this.password?{password:this.password}:{}}}get usedChoices(){return F(this.choices,this.printer,Ln(this.content))}get hasValidChoices(){return!I(this.usedChoices,this.printer).length}async print(){let{fields:e,choices:t}=this;if(e&&!this.isBusy){this.isSending=!0,this.printProblem=void 0;try{let n=await this.sender.print(this.context,e);this.fireEvent(`printed`,{jobs:n,deviceId:e.device_id,choices:t,isSaved:this.isSaved})}catch(e){this.previewer.missing=_t(e)??this.previewer.missing,this.printProblem=await M(this.context,e,this.name)}finally{this.isSending=!1}}}}),H(i,class extends fn{static{this.properties={...fn.properties,chosen:{state:!0},content:{state:!0},notice:{state:!0},announcement:{state:!0},changed:{state:!0}}}static{this.styles=[hr,Ye]}constructor(){super(),this.dropPaste=new $n(this,e=>!!this.printer?.can_control&&!(e===`text`&&this.config?.hide_text),e=>this.stage(e)),this.jobActions=new tr(this,(e,t)=>this.report(e,t)),this.isPrinterChosen=!1,this.unstage=async e=>{this.content=void 0,e.detail&&(this.announcement=this.localize(e.detail)),await this.focusComposer()},this.documentSaved=async e=>{let t=this.localize(`document_saved`,{name:e.detail.name});this.content=void 0,this.notice={kind:`info`,text:t},await Promise.all([this.data.reload(),this.focusComposer()])},this.runJobAction=e=>{this.context&&this.jobActions.run(this.context,e.detail)},this.announcement=``,this.changed=[]}render(){let e=this.config?.title;return w`
      <ha-card>
        <div class="body" @trays=${()=>this.data.reload()} @document-saved=${this.documentSaved}>
          ${e?w`<h2 class="title">${e}</h2>`:D} ${this.renderBody()}
          <div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>
        </div>
      </ha-card>
    `}get printer(){let{printers:e,preferences:t,defaultPrinter:n}=this.data,{device_id:r}=this.config??{},i=this.content&&this.lastPrinter,a=i?.device_id??t.current.printer;return Vn(e,i,r??this.chosen)??Bn(e,r,this.chosen,a,n)}findInstead({device_id:e}){let{printers:t,preferences:n,defaultPrinter:r}=this.data;if(this.isPrinterChosen||e!==n.current.printer)return;let i=Bn(t,void 0,r)?.device_id;return i===e?void 0:i}renderBody(){let{data:e,printer:t,context:n}=this;if(!n||e.status===`loading`&&!t)return ar(this.texts);if(e.status===`failed`&&!t)return or(this.texts,e.problem,()=>e.retry());if(this.lastPrinter=t,!e.printers.length&&!t)return sr(this.texts,this.hass?.user?.is_admin?`empty_printers`:`forbidden`);if(!t)return sr(this.texts,`missing`);let r=Ot(e.jobs,Date.now()).filter(e=>e.can_turn||!this.config?.hide_queue);return w`
      <cloudprint-card-printer
        .context=${n}
        .printers=${e.printers.includes(t)?e.printers:[t,...e.printers]}
        .selected=${t}
        .isFixed=${this.config?.device_id!==void 0}
        .instead=${this.findInstead(t)}
        @printer=${e=>{this.isPrinterChosen=!0,this.chosen=e.detail}}
      ></cloudprint-card-printer>
      ${this.renderNotices(t)} ${this.renderCompose(t)}
      ${this.config?.hide_queue&&!r.length?D:w`<section>
              <cloudprint-card-queue
                .context=${n}
                .jobs=${r}
                .busy=${this.jobActions.busy}
                .showsPrinter=${this.showsPrinter}
                @job-action=${this.runJobAction}
              ></cloudprint-card-queue>
            </section>`}
      ${this.config?.hide_history?D:w`<section class="last">
              <cloudprint-card-history
                .context=${this.context}
                .deviceId=${this.config?.device_id}
                .changed=${this.changed}
                .busy=${this.jobActions.busy}
                .showsPrinter=${this.showsPrinter}
                @job-action=${this.runJobAction}
              ></cloudprint-card-history>
            </section>`}
    `}renderNotices(e){let{notice:t,texts:n}=this;return w`
      ${this.renderState(e)}
      ${t?z(t.kind,t.kind===`info`?`mdi:check`:`mdi:alert-circle-outline`,t.text,{label:n.localize(`dismiss`),dismiss:()=>{this.notice=void 0}}):D}
    `}renderState(e){let{data:t,texts:n}=this,r=e=>z(`warning`,`mdi:cloud-off-outline`,e);return this.hass?.connected===!1?r(n.localize(`disconnected`)):t.status===`failed`?r(t.problem??n.localize(`error_setup`)):dr(e,n)}renderCompose(e){if(!e.can_control)return z(`info`,`mdi:lock-outline`,this.localize(`forbidden_printer`));let t=this.data.preferences.current.choices?.[e.device_id],{content:n}=this,r=e=>this.printed(e.detail,n);if(An(this.content))return w`<cloudprint-card-designer
        .context=${this.context}
        .files=${this.content.files}
        .uploaded=${this.madeUploads}
        .printer=${e}
        .remembered=${t}
        .initial=${this.madeChoices}
        @content-picked=${e=>this.stage(e.detail)}
        @separate=${e=>this.showFiles(e.detail,!0)}
        @unstage=${this.unstage}
        @printed=${r}
      ></cloudprint-card-designer>`;if(this.content?.kind===`files`)return w`<cloudprint-card-batch
        .context=${this.context}
        .files=${this.content.files}
        .uploaded=${this.madeUploads}
        .printer=${e}
        .remembered=${t}
        .initial=${this.madeChoices}
        .jobs=${this.data.jobs.jobs}
        @content-picked=${e=>this.stage(e.detail)}
        @together=${e=>this.showFiles(e.detail,!1)}
        @unstage=${this.unstage}
        @printed=${r}
      ></cloudprint-card-batch>`;if(this.content)return w`<cloudprint-card-staged
        .context=${this.context}
        .content=${this.content}
        .printer=${e}
        .remembered=${t}
        @content-picked=${e=>this.stage(e.detail)}
        @together=${e=>this.showFiles(e.detail,!1)}
        @unstage=${this.unstage}
        @printed=${r}
      ></cloudprint-card-staged>`;let i=this.config?.hide_documents?[]:zn(this.data.documents,this.config?.device_id);return w`<cloudprint-card-composer
      .context=${this.context}
      .documents=${i}
      .hasText=${!this.config?.hide_text}
      .isDraggedOver=${this.dropPaste.isDraggedOver}
      @content-picked=${e=>this.stage(e.detail)}
      @document-picked=${e=>this.stageDocument(e.detail)}
      @problem=${e=>this.warn(e.detail)}
    ></cloudprint-card-composer>`}get showsPrinter(){return this.config?.device_id===void 0&&this.data.printers.length>1}stage(e){this.notice=void 0;let t=this.content?.kind===`files`&&this.content.isSeparate;if(this.staged?.isBusy&&!(e.kind===`files`&&t))this.warn(`busy_wait`);else if(this.content?.kind===`file`&&e.kind===`files`&&this.staged?.isUncertain)this.warn(`uncertain_wait`);else{if(e.kind===`text`)this.content=e;else if(!this.stageFiles(e.files))return;this.keepPrinter(),this.focusStaged()}}stageFiles(e){let{content:t}=this,n=An(t),r=e.length===1,i=e.filter(e=>{let t=Xn(e)??(n&&!L(e)?`design_not_arranged`:void 0);return t&&(r||n)&&this.warnOfFile(t,e),!t});if((r||n)&&!i.length)return!1;let a=i.length===e.length&&e.every(L),o=[...Rn(t),...n?i:e],[s,...c]=o;if(!s)return!1;if(n)this.content={...t,files:o};else if(!c.length)this.content={kind:`file`,file:s};else{let e=t?.kind===`files`;this.showFiles(o,e||!a||!Rn(t).every(L))}return!0}showFiles(e,t){let{content:n}=this;if(n?.kind!==`files`||n.isSeparate!==t){let e=Rn(n).length?this.staged:null;this.madeChoices=e?.choices,this.madeUploads=e?.uploads}this.content={kind:`files`,files:e,isSeparate:t}}warnOfFile(e,{name:t,size:n}){let r=e=>this.context?.format.bytes(e)??``;this.warn(e,{name:t,size:r(n),limit:r(Hn),formats:qn})}get staged(){return this.renderRoot.querySelector(`cloudprint-card-staged, cloudprint-card-batch, cloudprint-card-designer`)}stageDocument(e){this.notice=void 0;let t=this.data.printers.some(({device_id:t})=>t===e.device_id);e.device_id&&t?(this.isPrinterChosen=!0,this.chosen=e.device_id):this.keepPrinter(),this.content={kind:`document`,document:e},this.focusStaged()}keepPrinter(){this.chosen=this.lastPrinter?.device_id}async focusStaged(){await this.updateComplete;let{staged:e}=this;await e?.updateComplete,e?.focus()}async printed({jobs:e,choices:t,deviceId:n,isSaved:r},i){let a=this.content===i;a&&(this.content=void 0),this.notice=void 0,this.announce(e);let o=e.filter(Tt).length,s=new Set([...o?[this.texts.localizeCount(`jobs_not_printed`,o)]:[],...e.flatMap(e=>e.warnings.map(e=>this.texts.localizeValue(`warning`,e,`warning_other`)))]);if(e.some(e=>e.side===`back`&&!N(e))&&(this.notice={kind:`info`,text:this.localize(`turn_later`)}),s.size){let e=[this.notice?.text,...s].filter(Boolean).join(` `);this.notice={kind:`warning`,text:e}}this.hass&&!r&&(this.isPrinterChosen=!0,this.chosen??=n,await this.data.preferences.save(this.hass,n,Yt(t))),a&&await this.focusComposer()}async focusComposer(){await this.updateComplete;let e=this.renderRoot.querySelector(`cloudprint-card-composer`);await e?.updateComplete,e?.focus()}report(e,t){let n=e&&t?this.localize(`action_failed`,{name:t,message:e}):e;this.notice=n?{kind:`error`,text:n}:void 0}takeJobs(e){this.changed=[...this.data.jobs.jobs.values()],e.length&&this.announce(e)}announce(e){this.announcement=e.map(e=>{let t=Mt(e,this.texts);if(e.can_turn)return this.localize(`turn_announced`,{name:e.name});let n=this.texts.localizeValue(`state`,e.state,`state_other`);return this.localize(`job_announced`,{name:t,state:n})}).join(` `)}warn(e,t={}){this.notice={kind:`warning`,text:this.localize(e,t)}}get texts(){return this.context?.texts??new n(document.documentElement.lang)}localize(e,t={}){return this.texts.localize(e,t)}}),window.customCards??=[],window.customCards.some(({type:e})=>e===`cloudprint-card`)||window.customCards.push(d);