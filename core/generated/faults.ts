// Generated from schemas/ by `npm run generate`: change those.
export const FAULTS = {
  "required": {
    "said": "^(?:is missing|must have required property '(.+)')$",
    "en": "Please fill in {value}.",
    "zh-CN": "请填写 {value}。",
    "plain": {
      "en": "Please fill this in.",
      "zh-CN": "请填写此项。"
    }
  },
  "notAllowed": {
    "said": "^(?:is not known here|must NOT have (?:additional|unevaluated) properties|boolean schema is false)$",
    "en": "This may not be set here.",
    "zh-CN": "此处不能设置该项。"
  },
  "enum": {
    "said": "^(?:must be one of (.+)|must be equal to one of the allowed values)$",
    "en": "Choose one of: {value}.",
    "zh-CN": "请选择其一：{value}。",
    "plain": {
      "en": "Choose one of the values.",
      "zh-CN": "请选择其中一个值。"
    }
  },
  "const": {
    "said": "^must be equal to constant$",
    "en": "Only one value is allowed here.",
    "zh-CN": "此处只允许一个固定值。"
  },
  "minLength": {
    "said": "^must NOT have fewer than (\\d+) characters$",
    "en": "At least {value} characters.",
    "zh-CN": "至少 {value} 个字符。"
  },
  "maxLength": {
    "said": "^must NOT have more than (\\d+) characters$",
    "en": "At most {value} characters.",
    "zh-CN": "最多 {value} 个字符。"
  },
  "minItems": {
    "said": "^must NOT have fewer than (\\d+) (?:items|properties)$",
    "en": "At least {value} of them.",
    "zh-CN": "至少需要 {value} 项。"
  },
  "maxItems": {
    "said": "^must NOT have more than (\\d+) (?:items|properties)$",
    "en": "At most {value} of them.",
    "zh-CN": "最多 {value} 项。"
  },
  "uniqueItems": {
    "said": "^must NOT have duplicate items .*$",
    "en": "Something stands here twice.",
    "zh-CN": "有重复项。"
  },
  "minimum": {
    "said": "^must be >= (\\S+)$",
    "en": "At least {value}.",
    "zh-CN": "必须大于或等于 {value}。"
  },
  "maximum": {
    "said": "^must be <= (\\S+)$",
    "en": "At most {value}.",
    "zh-CN": "必须小于或等于 {value}。"
  },
  "exclusiveMinimum": {
    "said": "^(?:must be > (\\S+)|must be above zero)$",
    "en": "More than {value}.",
    "zh-CN": "必须大于 {value}。",
    "plain": {
      "en": "Above zero.",
      "zh-CN": "必须大于零。"
    }
  },
  "exclusiveMaximum": {
    "said": "^must be < (\\S+)$",
    "en": "Less than {value}.",
    "zh-CN": "必须小于 {value}。"
  },
  "multipleOf": {
    "said": "^must be multiple of (\\S+)$",
    "en": "A multiple of {value}.",
    "zh-CN": "必须是 {value} 的倍数。"
  },
  "pattern": {
    "said": "^must match pattern \"(.+)\"$",
    "en": "Not of the right form.",
    "zh-CN": "格式不正确。"
  },
  "format": {
    "said": "^must match format \"(.+)\"$",
    "en": "Not of the right form: {value}.",
    "zh-CN": "格式不正确：应为{value}。",
    "values": {
      "email": {
        "en": "an e-mail address",
        "zh-CN": "电子邮箱地址"
      },
      "uri": {
        "en": "a web address",
        "zh-CN": "网址"
      },
      "date": {
        "en": "a day",
        "zh-CN": "日期"
      },
      "date-time": {
        "en": "a day and time",
        "zh-CN": "日期和时间"
      },
      "duration": {
        "en": "a length of time",
        "zh-CN": "时长"
      },
      "hostname": {
        "en": "the name of a host",
        "zh-CN": "主机名"
      },
      "uuid": {
        "en": "a UUID",
        "zh-CN": "UUID"
      }
    }
  },
  "type": {
    "said": "^must be (string|number|integer|boolean|object|array|null)(?:,.*)?$",
    "en": "Of the wrong kind: {value} is wanted.",
    "zh-CN": "类型不正确：应为{value}。",
    "values": {
      "string": {
        "en": "a text",
        "zh-CN": "文本"
      },
      "number": {
        "en": "a number",
        "zh-CN": "数字"
      },
      "integer": {
        "en": "a whole number",
        "zh-CN": "整数"
      },
      "boolean": {
        "en": "yes or no",
        "zh-CN": "是或否"
      },
      "object": {
        "en": "a group of fields",
        "zh-CN": "一组字段"
      },
      "array": {
        "en": "a list",
        "zh-CN": "列表"
      },
      "null": {
        "en": "nothing",
        "zh-CN": "空"
      }
    }
  },
  "choose": {
    "said": "^must match (?:exactly one schema in oneOf|a schema in anyOf)$",
    "en": "Choose one of the forms and fill it in.",
    "zh-CN": "请选择一种形式并填写。"
  },
  "contains": {
    "said": "^must contain at least .*$",
    "en": "Something that has to be in it is missing.",
    "zh-CN": "缺少必须包含的内容。"
  },
  "dependentRequired": {
    "said": "^must have propert(?:y|ies) (.+) when property .+ is present$",
    "en": "{value} has to be filled in with it.",
    "zh-CN": "须同时填写 {value}。"
  },
  "propertyNames": {
    "said": "^property name must be valid$",
    "en": "A name in it is not of the right form.",
    "zh-CN": "其中有名称的格式不正确。"
  },
  "not": {
    "said": "^must NOT be valid$",
    "en": "This value is not allowed.",
    "zh-CN": "不允许此值。"
  },
  "branch": {
    "said": "^must match \"(?:then|else)\" schema$",
    "en": "It does not fit the rest.",
    "zh-CN": "与其他内容不相符。"
  },
  "twice": {
    "said": "^stands more than once$",
    "en": "It stands more than once.",
    "zh-CN": "重复出现。"
  },
  "characters": {
    "said": "^has characters that cannot be kept$",
    "en": "It has characters that cannot be kept.",
    "zh-CN": "含有无法保存的字符。"
  },
  "deep": {
    "said": "^is nested deeper than (\\d+) levels$",
    "en": "It is nested deeper than {value} levels.",
    "zh-CN": "嵌套超过 {value} 层。"
  },
  "future": {
    "said": "^lies in the future$",
    "en": "It lies in the future.",
    "zh-CN": "不能是将来的时间。"
  },
  "order": {
    "said": "^must be (?:before toAt|after from)$",
    "en": "The beginning has to be before the end.",
    "zh-CN": "开始必须早于结束。"
  },
  "nameTaken": {
    "said": "^is the name of another connection$",
    "en": "Another connection has this name.",
    "zh-CN": "另一个连接已使用此名称。"
  },
  "noDriver": {
    "said": "^is no connection of a meter driver$",
    "en": "Choose a connection of a meter driver.",
    "zh-CN": "请选择表计驱动的连接。"
  },
  "bounds": {
    "said": "^must be a number within bounds$",
    "en": "It has to be a number within bounds.",
    "zh-CN": "必须是范围内的数字。"
  },
  "noBody": {
    "said": "^This operation takes no body\\.$",
    "en": "This operation takes no input.",
    "zh-CN": "此操作不接受输入。"
  },
  "removed": {
    "said": "^(\\S+) in \\S+ has been removed\\.$",
    "en": "Number {value} has been removed.",
    "zh-CN": "编号 {value} 已被移除。"
  },
  "unknown": {
    "said": "^There is no (\\S+) in \\S+ of this site\\.$",
    "en": "There is no number {value} at this site.",
    "zh-CN": "本项目中没有编号 {value}。"
  },
  "unfit": {
    "said": "^is wrong$",
    "en": "This is not right.",
    "zh-CN": "内容不正确。"
  },
  "other": {
    "en": "{value}",
    "zh-CN": "此值不正确：{value}"
  },
  "columnUnknown": {
    "en": "There is no column \"{name}\" here: remove it, or begin its name with #. There are {columns}.",
    "zh-CN": "此处没有名为“{name}”的列：请删除它，或让列名以 # 开头。可用的列：{columns}。"
  },
  "columnTwice": {
    "en": "The column {column} is there twice: remove one.",
    "zh-CN": "列 {column} 出现了两次：请删除其中一个。"
  },
  "columnMissing": {
    "en": "The column {column} is missing: add it, it says which one a row is about.",
    "zh-CN": "缺少列 {column}：请添加，它说明每一行指的是哪一个。"
  },
  "notBoolean": {
    "en": "Write true or false.",
    "zh-CN": "请填写 true 或 false。"
  },
  "notNumber": {
    "en": "Write a number such as 12 or 0.5.",
    "zh-CN": "请填写数字，例如 12 或 0.5。"
  },
  "notJson": {
    "en": "Write JSON, such as [\"a\", \"b\"] or {\"topic\": \"meters/21\"}.",
    "zh-CN": "请填写 JSON，例如 [\"a\", \"b\"] 或 {\"topic\": \"meters/21\"}。"
  },
  "referencePartial": {
    "en": "Fill in all of {columns}, or none.",
    "zh-CN": "请填写 {columns} 的全部，或全部留空。"
  },
  "referenceUnknown": {
    "en": "There is no \"{name}\" in {kind} here: check it, or add it to this file.",
    "zh-CN": "此处的 {kind} 中没有“{name}”：请检查，或将其加入本文件。"
  },
  "referenceSeveral": {
    "en": "\"{name}\" names several of {kind}.",
    "zh-CN": "“{name}”对应 {kind} 中的多个对象。"
  },
  "siteUnknown": {
    "en": "It is not known at which site to look for it.",
    "zh-CN": "无法确定在哪个项目中查找。"
  },
  "keyMissing": {
    "en": "Fill it in: it says which one the row is about.",
    "zh-CN": "请填写：它说明该行指的是哪一个。"
  },
  "rowTwice": {
    "en": "Row {row} is about the same: remove one of them.",
    "zh-CN": "第 {row} 行指的是同一个：请删除其中一行。"
  },
  "keySeveral": {
    "en": "Several are told apart by nothing that a file names: change them by hand.",
    "zh-CN": "有多个对象无法用文件中的列区分：请手工修改。"
  },
  "fixed": {
    "en": "This is set once and for all: leave it as it is.",
    "zh-CN": "此值一经设定不可更改：请保持原样。"
  },
  "fixedValue": {
    "en": "This is set once and for all: leave it as it is. It is {value}.",
    "zh-CN": "此值一经设定不可更改：请保持原样。现为 {value}。"
  },
  "unchangeable": {
    "en": "These are not changed once they are made: leave the row as it was.",
    "zh-CN": "这类对象创建后不可更改：请保持该行原样。"
  },
  "keyTaken": {
    "en": "Another one has this key already: choose another.",
    "zh-CN": "已有对象使用此标识：请另选一个。"
  },
  "changedMeanwhile": {
    "en": "Somebody has changed it meanwhile: check the file again.",
    "zh-CN": "期间已有人修改：请重新检查文件。"
  },
  "forbidden": {
    "en": "You have no role that may do this: ask somebody who has.",
    "zh-CN": "您的角色无权执行此操作：请联系有权限的人。"
  },
  "forbiddenHere": {
    "en": "You have no role that may do this here: ask somebody who has.",
    "zh-CN": "您在此处没有可执行此操作的角色：请联系有权限的人。"
  },
  "archived": {
    "en": "It, or what it belongs to, has been removed.",
    "zh-CN": "它或其所属对象已被移除。"
  },
  "conflict": {
    "en": "It does not go with what is there: {value}",
    "zh-CN": "与现有内容冲突：{value}"
  },
  "dateInvalid": {
    "en": "Write a day that there is, such as 2026-05-13.",
    "zh-CN": "请填写存在的日期，例如 2026-05-13。"
  },
  "decimalInvalid": {
    "en": "Write a number such as 12 or 0.5.",
    "zh-CN": "请填写数字，例如 12 或 0.5。"
  },
  "decimalTooPrecise": {
    "en": "At most six digits after the decimal point.",
    "zh-CN": "小数点后最多六位。"
  },
  "instantInvalid": {
    "en": "Write a day and time with its zone, such as 2026-05-13T08:00:00+08:00.",
    "zh-CN": "请填写带时区的日期和时间，例如 2026-05-13T08:00:00+08:00。"
  },
  "lifeSafety": {
    "en": "Life safety depends on it: it is not switched.",
    "zh-CN": "它关系到生命安全：不可由此切断。"
  },
  "pluginMissing": {
    "en": "No plugin that runs now can judge it: {value}",
    "zh-CN": "当前没有运行中的插件可以判断：{value}"
  },
  "zoneUnknown": {
    "en": "Write a time zone that there is, such as Asia/Shanghai.",
    "zh-CN": "请填写存在的时区，例如 Asia/Shanghai。"
  },
  "formula": {
    "en": "Holds a formula: put its value in its place (copy the cells, then paste them as values).",
    "zh-CN": "单元格含公式：请换成其数值（复制单元格，然后粘贴为值）。"
  },
  "cellError": {
    "en": "Holds an error of the spreadsheet: write the value itself.",
    "zh-CN": "单元格是表格软件的错误值：请直接填写数值。"
  },
  "cellDate": {
    "en": "The spreadsheet has made a date of it. Give the column the format \"Text\" and write the value again.",
    "zh-CN": "表格软件已将其变成日期。请将该列格式设为“文本”，然后重新填写。"
  },
  "cellRounded": {
    "en": "The spreadsheet has rounded a number of more than 15 digits. Give the column the format \"Text\" and write the value again.",
    "zh-CN": "表格软件已将超过 15 位的数字舍入。请将该列格式设为“文本”，然后重新填写。"
  },
  "cellMerged": {
    "en": "Is merged with other cells: unmerge them and write the value in each row.",
    "zh-CN": "与其他单元格合并：请取消合并，并在每一行填写该值。"
  },
  "cellLong": {
    "en": "Holds more than {value} characters: shorten it.",
    "zh-CN": "超过 {value} 个字符：请缩短。"
  },
  "readAsGbk": {
    "en": "The file is not UTF-8 and was read as GBK: look at its names, and save it as \"CSV UTF-8\" if they are wrong.",
    "zh-CN": "文件不是 UTF-8，已按 GBK 读取：请查看其中的名称，如有错误请另存为“CSV UTF-8”。"
  },
  "sheetHidden": {
    "en": "The sheet \"{name}\" is hidden and was passed over: show it to have it read.",
    "zh-CN": "工作表“{name}”已隐藏，未读取：取消隐藏后即会读取。"
  }
} as const
